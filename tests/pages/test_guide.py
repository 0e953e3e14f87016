import pytest

from app.pages.guide import QUESTIONS, position
from app.pages.reading import read
from app.query import encode
from app.settings import Settings
from tests.pages.states import QUESTION

ASKED = [
    "Which weight meets which entry?",
    "Is W still a matrix?",
    "Why 6 numbers, or 2?",
    "Must I trim?",
    "Is it flipped?",
    "What goes through f?",
    "How does it learn?",
]


def test_the_questions_are_those_of_the_asker():
    """In his order and his words."""
    assert [question.asks.replace("*", "") for question in QUESTIONS] == ASKED


@pytest.mark.parametrize("question", QUESTIONS, ids=ASKED)
def test_each_question_is_a_canonical_state(question, page):
    """Its link is the address that the page gives itself, so the page knows which question it shows."""
    found = read((tuple(part.split("=")) for part in question.query.split("&")), Settings())
    assert encode(found.state) == question.query
    shown = page(f"/?{question.query}")
    current = [link for link in shown.one("nav", class_="guide").walk() if link.get("aria-current") == "true"]
    assert [link.text for link in current] == [question.asks.replace("*", "")]
    assert question.predict in shown.text
    assert question.check in shown.text


def test_a_state_of_ones_own_is_no_question():
    """Nothing is marked."""
    assert position("input=1&weight=2") is None
    assert position(QUESTION) is None


def test_the_last_question_is_followed_by_the_first(page):
    """On a phone one link leads through all of them."""
    shown = page(f"/?{QUESTIONS[-1].query}")
    following = shown.one("p", class_="next-question")
    assert ASKED[0] in following.text
