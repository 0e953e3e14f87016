"""docs/mathematics.md: every line of its Python runs, and gives what it says."""

import doctest
import re
from pathlib import Path

from app.convolution import Layer

TEXT = (Path(__file__).parents[1] / "docs" / "mathematics.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)


def test_every_example_runs_and_gives_what_it_says() -> None:
    """In the order of the page, each with what the ones before it have defined."""
    examples = doctest.DocTestParser().get_doctest("\n".join(BLOCKS), {}, "docs/mathematics.md", None, 0)
    assert len(examples.examples) >= 60
    runner = doctest.DocTestRunner()
    said: list[str] = []
    runner.run(examples, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_all_code_of_the_page_is_run() -> None:
    """A block in another language, or one that is not closed, would be missed."""
    assert TEXT.count("```") == 2 * len(BLOCKS)
    assert TEXT.count(">>> ") == sum(block.count(">>> ") for block in BLOCKS)


def test_the_page_gives_the_six_answers_of_the_question() -> None:
    """Flipped and not, for each padding: the numbers stand in the page as the layer gives them."""
    for operation in ("convolution", "cross-correlation"):
        for padding in ("full", "same", "valid"):
            found = Layer([5, 6, 7], operation=operation, padding=padding).forward([1, 2, 3, 4])
            numbers = " ".join(f"{value:.0f}" for value in found)
            assert numbers in re.sub(r"[.,\[\]() ]+", " ", TEXT), (operation, padding)
