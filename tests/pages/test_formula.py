"""The definition of a state, and one output of it, in MathML: read here as text, index for index."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.convolution import Layer
from app.figures import Scene
from app.pages.formula import definition, expanded
from app.pages.reading import decode_fields, validate
from tests.pages.states import QUESTION


def scene(query):
    """The scene of a query, whether or not its figures are drawn."""
    fields, _ = decode_fields(dict(parse_qsl(query)))
    state, _ = validate(fields)
    return Scene(state.layer(), state.input, backward=state.backward)


def lines(query):
    """The formulas of the definition as text; an index follows its variable."""
    return [formula.striptags().replace(", ", ",") for formula in definition(scene(query))]


# the query, and how its outputs are defined
DEFINED = [
    (QUESTION, "zi=∑k=02wk·xi+k,i=0…1"),
    (f"{QUESTION}&operation=convolution", "zi=∑k=02w2−k·xi+k,i=0…1"),
    (f"{QUESTION}&stride=2&dilation=1&padding=1", "zi=∑k=02wk·x2i+k−1,i=0…1"),
    ("input=1,2,3,4,5,6&weight=5,6,7&dilation=2&bias=3", "zi=∑k=02wk·xi+2k+b,i=0…1"),
    ("input=1,2,3,4&weight=5,6,7;1,0,-1&bias=1,2", "zo,i=∑k=02wo,k·xi+k+bo,o=0…1,i=0…1"),
    ("input=1,2,3;4,5,6&weight=[[[1,1],[2,2]]]", "zi=∑c=01∑k=01wc,k·xc,i+k,i=0…1"),
    ("input=1,2,3;4,5,6&weight=[[[1,1]],[[2,2]]]&groups=2", "zo,i=∑k=01wo,k·xo,i+k,o=0…1,i=0…1"),
    ("input=1,2,3;4,5,6;7,8,9&weight=1,2;3,4", "zi,j=∑k=01∑l=01wk,l·xi+k,j+l,i=0…1,j=0…1"),
]


@pytest.mark.parametrize(("query", "formula"), DEFINED)
def test_the_definition_has_the_sizes_of_the_state(query, formula):
    """Sums run over the taps and channels that there are; stride, dilation, padding and the flip are in the index."""
    assert lines(query)[0] == formula


@pytest.mark.parametrize(("query", "formula"), DEFINED)
def test_the_definition_defines_the_output(query, formula):
    """Its index arithmetic, read as Python and summed by loops, gives the numbers of the core."""
    found = scene(query)
    plan = found.plan
    if len(plan.axes) > 1 or plan.groups > 1:
        pytest.skip("the text of these is compared above; their arithmetic is that of the cases here")
    axis, padded = plan.axes[0], found.input.reshape(plan.in_channels, -1)
    kernel = found.layer.weight.reshape(plan.out_channels, plan.in_channels, -1)
    place = formula.split("·x")[1].split(",i=")[0].split("+b")[0].removeprefix("c,").split(",o")[0]
    code = place.replace("2i", "2*i").replace("2k", "2*k").replace("−", "-")
    tap = formula.split("·x")[0].rsplit("w", 1)[1].removeprefix("o,").removeprefix("c,").replace("−", "-")
    bias = [0] * plan.out_channels if found.layer.bias is None else found.layer.bias.reshape(-1)
    for o in range(plan.out_channels):
        for i in range(axis.output_size):
            total = bias[o]
            for c in range(plan.in_channels):
                for k in range(axis.kernel_size):
                    reads = eval(code, {"i": i, "k": k})  # noqa: S307, the formula of the page itself
                    weight = eval(tap, {"k": k})  # noqa: S307
                    total += kernel[o, c, weight] * padded[c, reads] if 0 <= reads < axis.input_size else 0
            assert total == found.pre_activation.reshape(plan.out_channels, -1)[o, i]


def test_f_and_the_product_have_lines_of_their_own():
    """What f is, and T with its shape."""
    found = lines(f"{QUESTION}&bias=-45&activation=relu")
    assert found[1:] == ["ai=f(zi),f(z)=max(z,0)", "z=Tx+b,T∈ℝ2×4,x∈ℝ4"]


def test_backward_has_the_sums_over_the_ties():
    """∂L/∂w sums over the outputs, ∂L/∂x is Tᵀδ."""
    assert lines(f"{QUESTION}&view=gradients")[-2:] == ["∂L∂wk=∑i=01δixi+k", "∂L∂x=T⊤δ"]


@pytest.mark.parametrize(
    ("layer", "values", "output", "text"),
    [
        (Layer([5, 6, 7]), [1, 2, 3, 4], 0, "z0=w0x0+w1x1+w2x2=1·5+2·6+3·7=38"),
        (Layer([5, 6, 7], operation="convolution"), [1, 2, 3, 4], 1, "z1=w2x1+w1x2+w0x3=2·7+3·6+4·5=52"),
        (Layer([5, 6, 7], padding="same"), [1, 2, 3, 4], 0, "z0=w00+w1x0+w2x1=0·5+1·6+2·7=20"),
        (Layer([5, 6, 7], bias=-45), [1, 2, 3, 4], 0, "z0=w0x0+w1x1+w2x2+b=1·5+2·6+3·7+(−45)=−7"),
        (Layer([-1, 0.5]), [3, -2], 0, "z0=w0x0+w1x1=3·(−1)+(−2)·0.5=−4"),
        (Layer([[1, 2], [3, 4]]), [[1, 2], [3, 4]], 0, "z0,0=w0,0x0,0+w0,1x0,1+w1,0x1,0+w1,1x1,1=1·1+2·2+3·3+4·4=30"),
        (Layer([1] * 9), range(9), 0, "z0=w0x0+w1x1+w2x2+⋯+w8x8=0·1+1·1+2·1+⋯+8·1=36"),
    ],
)
def test_an_output_is_expanded(layer, values, output, text):
    """Every product by its symbols and by its numbers; the middle of a long sum is left out, and said."""
    found = expanded(Scene(layer, np.array(values, dtype=float)), output)
    assert found.striptags() == text
