"""Which words an answer carries: all of a small state, else those near the step and the weight that are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from app.figures import Scene
from app.pages import words
from app.pages.formula import expanded
from app.pages.steps import StepWords, words_of
from app.pages.words import Sentence

RUN = 24
"""Words of steps and of weights are sent in runs of so many; a state that has no more has them in its page."""


@dataclass(frozen=True)
class Spoken:
    """The words and formulas of some steps and the words of some weights; `complete` where that is all of them."""

    scene: Scene
    steps: list[StepWords]
    formulas: dict[int, Markup]
    weights: list[tuple[int, Sentence]]
    complete: bool

    @property
    def shown(self) -> StepWords:
        """The words of the step that is shown."""
        return next(step for step in self.steps if step.output == self.scene.step)

    @property
    def lit(self) -> Sentence | None:
        """The sentence of the weight that is highlighted."""
        return next((said for weight, said in self.weights if weight == self.scene.highlight), None)


def spoken(scene: Scene) -> Spoken:
    """The words that stand in a page: all where they are few, else those that are seen at once."""
    if max(scene.outputs, scene.layer.weight.size) <= RUN:
        return carried(scene, range(scene.outputs), range(scene.layer.weight.size))
    return carried(scene, [scene.step], [] if scene.highlight is None else [scene.highlight])


def near(scene: Scene) -> Spoken:
    """The words of the run of steps that holds the step, and of the run of weights that holds the highlight."""
    return carried(scene, run(scene.step, scene.outputs), run(scene.highlight or 0, scene.layer.weight.size))


def carried(scene: Scene, steps: Iterable[int], weights: Iterable[int]) -> Spoken:
    """The words of these steps and weights."""
    said = words_of(scene, steps)
    sentences = [(weight, words.weight_sentence(scene, weight)) for weight in weights]
    formulas = {step.output: expanded(scene, step.output) for step in said}
    complete = len(said) == scene.outputs and len(sentences) == scene.layer.weight.size
    return Spoken(scene, said, formulas, sentences, complete)


def run(index: int, count: int) -> range:
    """The run of at most RUN indices, of `count` in all, that holds this one.

    >>> run(30, 40)
    range(24, 40)
    """
    first = index - index % RUN
    return range(first, min(first + RUN, count))
