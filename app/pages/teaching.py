"""What a teacher needs: the questions of the guide as embeds in their order, and how to cite."""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from app import __version__
from app.pages.guide import QUESTIONS, Question
from app.pages.reading import read
from app.pages.sharing import Shared, addressed, iframe
from app.pages.stage import framed
from app.settings import Settings


@dataclass(frozen=True)
class Lesson:
    """One question of the guide with the addresses of its state, and the text to paste for it."""

    question: Question
    of: Shared
    text: str


def teaching(settings: Settings, site: str) -> dict[str, Any]:
    """The page for teachers."""
    lessons = taught(settings, site)
    return {
        "lessons": lessons,
        "whole": "\n\n".join(each.text for each in lessons),
        "citation": citation(site),
    }


@cache
def taught(settings: Settings, site: str) -> tuple[Lesson, ...]:
    """The questions whose figures are drawn under these settings, in the order of the guide."""
    found = []
    for question in QUESTIONS:
        reading = read(parse_qsl(question.query), settings)
        if reading.state is not None and reading.scene is not None:
            of = addressed(reading.state, reading.scene, framed(reading), site, plain(question.asks))
            found.append(Lesson(question, of, block(question, of)))
    return tuple(found)


def plain(text: str) -> str:
    """A text without the marks of its variables."""
    return text.replace("*", "")


def block(question: Question, of: Shared) -> str:
    """A question as a course page has it: what to predict, the frame, and the answer on demand."""
    return (
        f"<h3>{escape(plain(question.asks))}</h3>\n"
        f"<p>{escape(question.predict)}</p>\n"
        f"{iframe(of)}\n"
        f"<details><summary>Answer</summary><p>{escape(question.answer)}</p><p>{escape(question.check)}</p></details>"
    )


def citation(site: str) -> str:
    """An entry of BibTeX."""
    return (
        "@software{convolens,\n"
        "  author  = {{Convolens contributors}},\n"
        "  title   = {Convolens: a convolutional layer as a matrix multiplication with tied and zero weights},\n"
        f"  version = {{{__version__}}},\n"
        f"  url     = {{{site}/}}\n"
        "}"
    )
