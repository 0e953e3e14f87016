"""What of a state can be copied into a program or a text: its code in each framework, and its equation as LaTeX."""

from dataclasses import dataclass

from app.convolution import Equation, conventions_for, equation_for
from app.figures import Scene


@dataclass(frozen=True)
class Listing:
    """A text to copy under a title; `text` is None where there is none, and then `note` says why."""

    title: str
    text: str | None
    note: str


def listings(scene: Scene) -> list[Listing]:
    """The code that prints the numbers shown, framework by framework, and the matrix equation."""
    conventions = conventions_for(scene.layer, scene.input)
    code = [Listing(each.framework, each.code, each.note) for each in conventions]
    return [*code, latex(equation_for(scene.layer, scene.input))]


def latex(equation: Equation) -> Listing:
    """The equation of a state, and that of its non-linearity, each to be set on lines of its own."""
    formulas = [equation.product, *([equation.activation] if equation.activation else [])]
    note = "Needs amsmath and amssymb, or MathJax or KaTeX. A dot is a structural zero."
    if not equation.complete:
        note += " What is too long to set is cut, with dots."
    return Listing("LaTeX", "\n".join(f"\\[\n{formula}\n\\]" for formula in formulas), note)
