"""The state of a view: the layer's fields, the backward pass and what is looked at, as one schema.

Every endpoint, page and figure reads its fields from here; `query.py` writes a state as a query and back.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.convolution import ACTIVATIONS, OPERATIONS, PADDING_MODES, PADDING_NAMES, ConvolutionError, Layer
from app.convolution.arrays import LARGEST_OPTION, Floats, one_of, per_axis, whole_number
from app.convolution.axis import read_padding
from app.convolution.errors import TooLargeError
from app.convolution.layer import read_dims

Location = tuple[int, ...]


class Misfit(NamedTuple):
    """A place in nested lists that cannot stand in an array of numbers, with a code and a sentence."""

    location: Location
    code: str
    message: str


DEEPEST = 8
"""Lists in lists are looked at this deep: the search for what is wrong must not be what breaks."""


def misfits(value: Any, location: Location = ()) -> Iterator[Misfit]:
    """Where a value is not a number or a nested list of finite numbers of one shape, place by place."""
    if isinstance(value, list) and len(location) > DEEPEST:
        yield Misfit((), "too-deep", "these lists lie too deep in one another: a weight has at most four levels")
    elif isinstance(value, list):
        yield from list_misfits(value, location)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield Misfit(location, "not-a-number", "this must be a number, such as 1, -2.5 or 3e-4")
    elif not np.isfinite(as_float(value)):
        yield Misfit(location, "not-finite", "this must be a finite number: NaN, infinities and 1e999 are not")


def list_misfits(values: list[Any], location: Location) -> Iterator[Misfit]:
    """The misfits of a list: empty, ragged, or in one of its entries."""
    if not values:
        yield Misfit(location, "empty", "this list is empty: give at least one number")
    for index, value in enumerate(values):
        yield from misfits(value, (*location, index))
    lengths = [len(value) if isinstance(value, list) else None for value in values]
    for index, length in enumerate(lengths):
        if length != lengths[0]:
            yield Misfit((*location, index), "ragged", "this row is not as long as the first: all rows need one length")


def as_float(number: float) -> float:
    """The number as a float; a whole number beyond float64 is an infinity."""
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def leaf_types(value: Any) -> set[type]:
    """The types at the bottom of nested lists."""
    level, types = [value], set()
    while level:
        found = set(map(type, level))
        types |= found - {list}
        level = [item for entry in level if isinstance(entry, list) for item in entry] if list in found else []
    return types


def read_array(value: Any) -> Floats:
    """Nested lists of finite numbers as a float64 array; a ValidationError names the exact place otherwise."""
    if isinstance(value, np.ndarray):
        if value.size and np.isfinite(value).all():
            return value
        value = value.tolist()
    if leaf_types(value) <= {int, float}:
        try:
            array = np.asarray(value, dtype=np.float64)
        except (ValueError, OverflowError):
            array = np.empty(0)
        if array.size and np.isfinite(array).all():
            return array
    place = next(misfits(value), Misfit((), "empty", "this list is empty: give at least one number"))
    error = PydanticCustomError(place.code, place.message)
    raise ValidationError.from_exception_data("array", [InitErrorDetails(type=error, loc=place.location, input=None)])


def read_rank_one_or_more(value: Any) -> Floats:
    """An array that is a list; a bare number is not one."""
    if not isinstance(value, list) and np.ndim(value) == 0:
        raise PydanticCustomError("not-a-list", "this must be a list of numbers, such as [1, 2, 3]")
    return read_array(value)


def nested_lists(array: Floats) -> Any:
    """The array as JSON shows it."""
    return array.tolist()


NUMBER_LISTS = {
    "type": "array",
    "minItems": 1,
    "items": {"anyOf": [{"type": "number"}, {"type": "array", "minItems": 1, "items": {}}]},
}
"""JSON schema of nested lists of numbers; that all rows are alike is checked beyond it."""

Array = Annotated[
    np.ndarray,
    PlainValidator(read_rank_one_or_more),
    PlainSerializer(nested_lists),
    WithJsonSchema({**NUMBER_LISTS, "examples": [[1, 2, 3, 4]]}),
]
NumberOrArray = Annotated[
    np.ndarray,
    PlainValidator(read_array),
    PlainSerializer(nested_lists),
    WithJsonSchema({"anyOf": [{"type": "number"}, NUMBER_LISTS]}),
]

NotNegative = Annotated[int, Field(ge=0, le=LARGEST_OPTION)]


def by_core(check: Callable[[Any], object]) -> PlainValidator:
    """A validator that takes a value as it is when the core accepts it, and says the core's sentence otherwise."""

    def validate(value: Any) -> Any:
        try:
            check(value)
        except ConvolutionError as error:
            raise PydanticCustomError(error.code, str(error)) from error
        return value

    return PlainValidator(validate)


def word(field: str, names: tuple[str, ...]) -> PlainValidator:
    """A validator of a field that is one of some names."""
    return by_core(lambda value: one_of(value, names, field))


def names_schema(names: Iterable[str]) -> WithJsonSchema:
    """The JSON schema of a field that is one of some names."""
    return WithJsonSchema({"type": "string", "enum": list(names)})


POSITIVE = {"type": "integer", "minimum": 1, "maximum": LARGEST_OPTION}
NOT_NEGATIVE = {"type": "integer", "minimum": 0, "maximum": LARGEST_OPTION}
PAIR = {"type": "array", "items": NOT_NEGATIVE, "minItems": 2, "maxItems": 2}
PADDING_SCHEMA = {
    "anyOf": [
        {"type": "string", "enum": list(PADDING_NAMES)},
        NOT_NEGATIVE,
        {"type": "array", "items": {"anyOf": [NOT_NEGATIVE, PAIR]}, "minItems": 1, "maxItems": 2},
    ]
}

PER_AXIS = {"anyOf": [POSITIVE, {"type": "array", "items": POSITIVE, "minItems": 1, "maxItems": 2}]}

Operation = Annotated[str, word("operation", OPERATIONS), names_schema(OPERATIONS)]
Padding = Annotated[str | int | list[Any], by_core(read_padding), WithJsonSchema(PADDING_SCHEMA)]
PaddingMode = Annotated[str, word("padding_mode", PADDING_MODES), names_schema(PADDING_MODES)]
Stride = Annotated[int | list[int], by_core(lambda value: per_axis(value, "stride", 1)), WithJsonSchema(PER_AXIS)]
Dilation = Annotated[int | list[int], by_core(lambda value: per_axis(value, "dilation", 1)), WithJsonSchema(PER_AXIS)]
Groups = Annotated[int, by_core(lambda value: whole_number(value, "groups", 1)), WithJsonSchema(POSITIVE)]
ActivationName = Annotated[str, word("activation", tuple(ACTIVATIONS)), names_schema(ACTIVATIONS)]
Dims = Annotated[
    int | None, by_core(read_dims), WithJsonSchema({"anyOf": [{"type": "integer", "enum": [1, 2]}, {"type": "null"}]})
]
FigureName = Literal["sliding", "network", "matrix", "feature-maps", "gradients"]


class Fields(BaseModel):
    """What all our models share: nothing unknown, nothing guessed, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LayerFields(Fields):
    """A convolutional layer and its input, by PyTorch's and ONNX's names."""

    input: Array = Field(
        description="The input x: (L) or (channels, L) along one axis, (H, W) or (channels, H, W) along two."
    )
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


class BackwardFields(Fields):
    """What goes back through the layer."""

    upstream: Array | None = Field(None, description="The gradient of the output, shaped as it; all ones by default.")
    through_activation: bool = Field(False, description="Whether upstream was taken after the non-linearity.")
    learning_rate: Annotated[float, Field(allow_inf_nan=False)] | None = Field(
        None, description="The size of one step of gradient descent."
    )


DEFAULT_VIEW: tuple[FigureName, ...] = ("sliding", "network", "matrix")


BACKWARD_VIEW: tuple[FigureName, ...] = ("sliding", "network", "gradients")


class State(BackwardFields, LayerFields):
    """Everything a page, a frame or a picture shows: the layer, the backward pass and the view."""

    view: tuple[FigureName, ...] = Field(DEFAULT_VIEW, strict=False)
    step: NotNegative = 0
    highlight: NotNegative | None = None
    compare: Literal["dense", "locally-connected", "convolutional"] = "convolutional"
    show: tuple[Literal["padding", "trimmed"], ...] = Field((), strict=False)
    theme: Literal["auto", "light", "dark"] = "auto"
    controls: bool = True
    animate: bool = False
    v: Literal[1] = 1

    @property
    def backward(self) -> bool:
        """Whether the view shows the backward pass."""
        return "gradients" in self.view


LAYER_KEYS = tuple(LayerFields.model_fields)
BACKWARD_KEYS = tuple(BackwardFields.model_fields)
VIEW_KEYS = tuple(key for key in State.model_fields if key not in (*LAYER_KEYS, *BACKWARD_KEYS))
STATE_KEYS = (*LAYER_KEYS, *BACKWARD_KEYS, *VIEW_KEYS)
"""The keys of a state in their canonical order."""

EXAMPLE: dict[str, Any] = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}
"""The question's own example, which a page or figure shows when it is given no array."""


def check_cost(layer: Layer, input_shape: tuple[int, ...], most: int) -> None:
    """Raise TooLargeError when the forward pass needs more than `most` multiply–adds; nothing is allocated."""
    needed = layer.multiply_adds(input_shape)
    if needed > most:
        raise TooLargeError(
            f"this layer needs {needed:,} multiply–adds, but at most {most:,} are computed: "
            "use a shorter input, a shorter kernel or less padding"
        )
