"""`/transposed-convolution`: each input stamps the kernel onto the output, the transpose of a layer's matrix."""

from operator import methodcaller

from pydantic import Field

from app.api.answers import Content, Numbers, Pads, Shape, WithLinks
from app.api.costs import TURN, Cost, layer_work
from app.api.operation import Operation
from app.convolution import TransposedLayer
from app.convolution.axis import padding_of_axis
from app.fields import Array, Cut, OnlyZeros, OutputPadding
from app.state import InputFields, WeightFields


class TransposedConvolutionRequest(WeightFields, InputFields):
    """A transposed layer and an input, whose output is asked for."""

    input: Array = Field(
        description="(L) or (channels, L) along one axis, (H, W) or (channels, H, W) along two.",
    )
    weight: Array = Field(
        description="(K) or (KH, KW) for one kernel; (channels, outputs/groups, and K or KH, KW) in general."
    )
    padding: Cut = Field(
        "valid", description="What is cut off the output: `valid` (nothing), integers or [before, after] pairs."
    )
    padding_mode: OnlyZeros = Field("zeros", description="A transposed layer knows no other.")
    output_padding: OutputPadding = Field(
        0, description="What is added at the end of the output; less than the stride or the dilation."
    )

    def transposed(self) -> TransposedLayer:
        """The layer that these fields describe. Raises ConvolutionError."""
        names = type(self).model_fields.keys() - {"input", "padding_mode"}
        return TransposedLayer(**{name: getattr(self, name) for name in names})


class TransposedConvolutionAnswer(WithLinks):
    """The output of the transposed layer, before its non-linearity."""

    output: Numbers
    output_shape: Shape
    padding: Pads


def cost(fields: TransposedConvolutionRequest, layer: TransposedLayer) -> Cost:
    """An output a number; the work is done tap by tap."""
    plan = layer.adjoint(fields.input.shape)
    return Cost(layer_work(plan) + TURN * plan.taps, plan.inputs)


def transposed_convolution(fields: TransposedConvolutionRequest, layer: TransposedLayer) -> Content:
    """The output, and how much of it was cut off."""
    output = layer.forward(fields.input)
    axes = len(layer.adjoint(fields.input.shape).axes)
    cuts = [padding_of_axis(layer.padding, place, axes) for place in range(axes)]
    return {
        "output": output,
        "output_shape": output.shape,
        "padding": [(0, 0) if isinstance(cut, str) else cut for cut in cuts],
    }


STAMPS = {"input": [1, 1], "weight": [5, 6, 7]}

TRANSPOSED_CONVOLUTION = Operation(
    "transposed-convolution",
    "The transposed layer: each input stamps the kernel onto the output",
    TransposedConvolutionRequest,
    TransposedConvolutionAnswer,
    cost,
    transposed_convolution,
    build=methodcaller("transposed"),
    array=("output",),
    examples={
        "The question's kernel, stamped twice": STAMPS,
        "Stride 2, one longer": STAMPS | {"stride": 2, "output_padding": 1},
        "A picture made larger": {"input": [[1, 2], [3, 4]], "weight": [[1, 1], [1, 1]], "stride": 2},
    },
    answered={"output": [5.0, 11.0, 13.0, 7.0], "output_shape": [4], "padding": [[0, 0]], "links": {}},
)
