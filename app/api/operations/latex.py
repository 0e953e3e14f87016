"""`/latex`: the matrix equation of a layer, to be set in a text."""

from typing import Literal

from pydantic import Field

from app.api.answers import Content, Index, WithLinks
from app.api.costs import Cost, layer_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer, equation_for, in_blocks
from app.convolution.latex import MOST
from app.state import LayerFields


class LatexRequest(LayerFields):
    """A layer and an input, whose equation is asked for."""

    entries: Literal["numbers", "symbols"] = Field(
        "numbers", description="Whether numbers stand in the equation, or w, x, z and b with their indices."
    )


class LatexAnswer(WithLinks):
    """The layer as LaTeX with amsmath and amssymb, for MathJax or KaTeX too, without the signs round a formula."""

    equation: str = Field(description="z = T x + b, each over a brace with its sizes. A dot is a structural zero.")
    activation: str | None = Field(None, description="a = f(z), where there is a non-linearity.")
    blocks: str | None = Field(
        None, description="The equation with T in blocks, and the blocks: along two axes, or with several channels."
    )
    shape: list[Index] = Field(description="The rows and columns of T.")
    complete: bool = Field(description=f"Whether all is written: sides of more than {MOST} are cut, with dots.")


def cost(fields: LatexRequest, layer: Layer) -> Cost:
    """The output is computed; of large matrices a few cells are written."""
    plan = layer.plan(fields.input.shape)
    cells = min(plan.inputs, MOST) * min(plan.outputs, MOST)
    return Cost(layer_work(plan), 0, details=4 * cells)


def latex(fields: LatexRequest, layer: Layer) -> Content:
    """The equation, whole and in blocks."""
    equation = equation_for(layer, fields.input, symbols=fields.entries == "symbols")
    content: Content = {
        "equation": equation.product,
        "activation": equation.activation,
        "blocks": in_blocks(equation),
        "shape": [equation.plan.outputs, equation.plan.inputs],
        "complete": equation.complete,
    }
    return {key: value for key, value in content.items() if value is not None}


LATEX = Operation(
    "latex",
    "The matrix equation as LaTeX, whole and in blocks",
    LatexRequest,
    LatexAnswer,
    cost,
    latex,
    figure="matrix",
    examples={
        "The question's example": QUESTION,
        "With symbols": QUESTION | {"entries": "symbols", "bias": 1, "activation": "relu"},
        "Two axes, in blocks": {"input": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "weight": [[1, 2], [3, 4]]},
    },
    answered={
        "equation": r"\underbrace{\begin{bmatrix} 38 \\ 56 \end{bmatrix}}_{z \in \mathbb{R}^{2}}"
        "\n"
        r"= \underbrace{\begin{bmatrix} 5 & 6 & 7 & \cdot \\ \cdot & 5 & 6 & 7 \end{bmatrix}}"
        r"_{T \in \mathbb{R}^{2 \times 4}}"
        "\n"
        r"\underbrace{\begin{bmatrix} 1 \\ 2 \\ 3 \\ 4 \end{bmatrix}}_{x \in \mathbb{R}^{4}}",
        "shape": [2, 4],
        "complete": True,
        "links": links("matrix"),
    },
)
