"""The state of a view: the layer's fields, pooling, the backward pass and what is looked at, as one schema.

Every endpoint, page and figure reads its fields from here; `query.py` writes a state as a query and back.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, WrapValidator, field_validator
from pydantic_core import PydanticCustomError

from app.convolution import Layer, Pooling, Stack
from app.convolution.stack import Part, numbered
from app.fields import (
    ActivationName,
    Array,
    Dilation,
    Dims,
    Groups,
    NotNegative,
    NumberOrArray,
    Operation,
    Padding,
    PaddingMode,
    PerAxis,
    PoolingKind,
    PoolingPadding,
    PoolingSize,
    Stride,
)

LONGEST_SIDE = 8192
"""No picture is wider or higher than this, in pixels."""

Pixels = Annotated[int, Field(ge=16, le=LONGEST_SIDE)]

FigureName = Literal["sliding", "network", "matrix", "feature-maps", "gradients", "im2col", "counts"]


class Fields(BaseModel):
    """What all our models share: nothing unknown, nothing guessed, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class InputFields(Fields):
    """What a layer reads."""

    input: Array = Field(
        description="The input x: (L) or (channels, L) along one axis, (H, W) or (channels, H, W) along two."
    )


class WeightFields(Fields):
    """A convolutional layer, by PyTorch's and ONNX's names."""

    weight: Array = Field(
        description="(K) or (KH, KW) for one filter, (filters, K), or (filters, channels/groups, K or KH, KW)."
    )
    bias: NumberOrArray | None = Field(None, description="One number for each filter; a bare number for one filter.")
    operation: Operation = Field("cross-correlation", description="`convolution` reverses the kernel before it slides.")
    padding: Padding = Field(
        "valid", description="By name, as one integer, one integer per axis, or one [before, after] pair per axis."
    )
    padding_mode: PaddingMode = Field("zeros", description="What stands on the padding.")
    stride: Stride = Field(1, description="How far the window moves from one output to the next.")
    dilation: Dilation = Field(1, description="How far apart the taps read.")
    groups: Groups = Field(1, description="Divides both channel counts.")
    activation: ActivationName = Field("identity", description="The non-linearity f, entry by entry.")
    dims: Dims = Field(None, description="Spatial axes; needed only where the shapes leave it open.")

    def layer(self) -> Layer:
        """The layer these fields describe. Raises ConvolutionError."""
        return Layer(
            self.weight,
            self.bias,
            operation=self.operation,
            padding=self.padding,
            padding_mode=self.padding_mode,
            stride=self.stride,
            dilation=self.dilation,
            groups=self.groups,
            activation=self.activation,
            dims=self.dims,
        )


class LayerFields(WeightFields, InputFields):
    """A convolutional layer and its input."""


class PoolingFields(Fields):
    """Pooling after the non-linearity, with PyTorch's meaning of every option."""

    kind: PoolingKind = Field(description="What a window becomes: its maximum or its average.")
    size: PoolingSize = Field(description="How many entries a window has: an integer, or one per axis.")
    stride: Stride | None = Field(None, description="How far the window moves; the size unless given.")
    padding: PoolingPadding = Field(0, description="Entries on both sides; at most half the size.")
    dilation: Dilation = Field(1, description="How far apart the entries of a window lie; for a maximum only.")
    ceil_mode: bool = Field(False, description="Whether a last window may run over the end.")
    count_include_pad: bool = Field(True, description="Whether an average counts the padding, as zeros.")

    @field_validator("stride")
    @classmethod
    def leave_out_the_size(cls, stride: PerAxis | None, info: ValidationInfo) -> PerAxis | None:
        """A stride that is the size is not written: a state has one canonical form."""
        return None if stride == info.data.get("size") else stride

    def pooling(self, dims: int | None = None) -> Pooling:
        """The pooling that these fields describe, along so many axes. Raises ConvolutionError."""
        return Pooling(**self.model_dump(), dims=dims)


class BackwardFields(Fields):
    """What goes back through the layer."""

    upstream: Array | None = Field(None, description="The gradient of the output, shaped as it; all ones by default.")
    through_activation: bool = Field(False, description="Whether upstream was taken after the non-linearity.")
    learning_rate: Annotated[float, Field(allow_inf_nan=False)] | None = Field(
        None, description="The size of one step of gradient descent."
    )


DEFAULT_VIEW: tuple[FigureName, ...] = ("sliding", "network", "matrix")


BACKWARD_VIEW: tuple[FigureName, ...] = ("sliding", "network", "gradients")


class PooledFields(Fields):
    """What may follow the non-linearity."""

    pooling: PoolingFields | None = Field(None, description="Pooling after the non-linearity; none unless given.")


class State(BackwardFields, PooledFields, LayerFields):
    """Everything a page, a frame or a picture shows: the layer, pooling, the backward pass and the view."""

    view: tuple[FigureName, ...] = Field(DEFAULT_VIEW, strict=False, description="The figures that are shown.")
    step: NotNegative = Field(0, description="The output whose step is shown, counted from 0.")
    highlight: NotNegative | None = Field(None, description="The weight that is highlighted, counted from 0.")
    compare: Literal["dense", "locally-connected", "convolutional"] = Field(
        "convolutional", description="The layer that the connections are drawn as."
    )
    show: tuple[Literal["padding", "trimmed"], ...] = Field(
        (), strict=False, description="What is drawn in addition: the padding, or the rows that are left out of full."
    )
    theme: Literal["auto", "light", "dark"] = Field("auto", description="Ink on paper or chalk on slate.")
    controls: bool = Field(True, description="Whether a frame has a player.")
    animate: bool = Field(False, description="Whether a picture runs once through its steps.")
    v: Literal[1] = Field(1, description="The version of what an address means.")
    width: Pixels | None = Field(None, description="Width of a picture in pixels.")
    height: Pixels | None = Field(None, description="Height of a picture in pixels.")
    ground: Literal["page", "transparent"] = Field("page", description="What lies behind a picture.")

    @property
    def backward(self) -> bool:
        """Whether the view shows the backward pass."""
        return "gradients" in self.view


class LayerPart(WeightFields):
    """A part of a stack: a convolutional layer with its own non-linearity."""

    def part(self) -> Part:
        """The layer. Raises ConvolutionError."""
        return self.layer()


class PoolingPart(Fields):
    """A part of a stack: pooling."""

    pooling: PoolingFields = Field(description="Pooling of the maps before it.")
    dims: Dims = Field(None, description="Spatial axes; needed only where the first part leaves it open.")

    def part(self) -> Part:
        """The pooling. Raises ConvolutionError."""
        return self.pooling.pooling(self.dims)


class ActivationPart(Fields):
    """A part of a stack: a non-linearity by itself."""

    activation: ActivationName = Field(description="The non-linearity f, entry by entry.")

    def part(self) -> Part:
        """Its name."""
        return self.activation


PARTS: dict[str, type[LayerPart | PoolingPart | ActivationPart]] = {
    "weight": LayerPart,
    "pooling": PoolingPart,
    "activation": ActivationPart,
}
"""The kinds of parts by the field that makes a part one of them; the first that is there counts."""


def read_part(value: Any, handler: Any) -> Any:
    """A part as what its fields make it, so that a misfit is looked for in one kind only."""
    for key, model in PARTS.items():
        if isinstance(value, dict) and key in value:
            return model.model_validate(value)
    raise PydanticCustomError(
        "part", 'a part is {"weight": [5, 6, 7], …}, {"pooling": {"kind": "max", "size": 2}} or {"activation": "relu"}'
    )


AnyPart = Annotated[LayerPart | PoolingPart | ActivationPart, WrapValidator(read_part)]


def check_count(parts: Any, info: ValidationInfo) -> Any:
    """The parts, unless they are more than the settings allow that the context may hold: before any of them is read."""
    if info.context is not None and isinstance(parts, list) and len(parts) > info.context.max_stack_parts:
        most = {"has": len(parts), "most": info.context.max_stack_parts}
        raise PydanticCustomError("length", "this list has {has} entries: give at most {most}", most)
    return parts


class StackFields(InputFields):
    """Parts one after another, and what the first of them reads."""

    layers: Annotated[list[AnyPart], BeforeValidator(check_count)] = Field(
        min_length=1,
        description="Layers, poolings and non-linearities, in order; each reads what the one before it gives.",
    )

    def stack(self) -> Stack:
        """The parts as a stack. Raises ConvolutionError, with the place of the part in front of its field."""
        parts = []
        for place, fields in enumerate(self.layers):
            with numbered(place):
                parts.append(fields.part())
        return Stack(parts)


LAYER_KEYS = tuple(LayerFields.model_fields)
POOLING_KEYS = tuple(f"pooling.{key}" for key in PoolingFields.model_fields)
BACKWARD_KEYS = tuple(BackwardFields.model_fields)
VIEW_KEYS = tuple(
    key for key in State.model_fields if key not in (*LAYER_KEYS, *PooledFields.model_fields, *BACKWARD_KEYS)
)
STATE_KEYS = (*LAYER_KEYS, *POOLING_KEYS, *BACKWARD_KEYS, *VIEW_KEYS)
"""The keys of a state's query in their canonical order; fields of a field stand behind a dot."""

EXAMPLE: dict[str, Any] = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}
"""The question's own example, which a page or figure shows when it is given no array."""
