import pytest

from app.address import encode
from app.pages.guide import QUESTIONS, position
from app.pages.reading import read
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
    hints = [hint for hint in shown.all("div", class_="hint") if "hidden" not in hint.attributes]
    assert len(hints) == 1
    for sentence in (question.predict, question.answer, question.check):
        assert sentence in hints[0].text


def test_a_state_of_ones_own_is_no_question():
    """Nothing is marked."""
    assert position("input=1&weight=2") is None
    assert position(QUESTION) is None


def test_every_question_leads_to_the_next(page):
    """Seven links lead through all of them and back to the first; nothing is locked."""
    url = f"/?{QUESTIONS[0].query}"
    for following in (*ASKED[1:], ASKED[0]):
        hint = next(hint for hint in page(url).all("div", class_="hint") if "hidden" not in hint.attributes)
        onward = next(link for link in hint.walk() if "onto" in link.classes())
        assert onward.text == f"Next question: {following}"
        url = onward.get("href")


def test_before_the_first_question_there_is_a_way_to_it(page):
    """On a phone the list is not shown: one button leads through all questions."""
    start = page("/").one("div", class_="next-question")
    assert "hidden" not in start.attributes
    assert ASKED[0] in start.text
