"""The page of each kind of problem: every `type` leads to one, and it says how to mend it."""

import pytest
from fastapi import FastAPI

from app.problems import CODES, KINDS, UNREADABLE_CODES, Problem
from tests.asking import ask


@pytest.mark.parametrize("status", KINDS)
def test_every_type_leads_to_its_page(app: FastAPI, status: int) -> None:
    """With its meaning, a way to mend it, and the other kinds."""
    answer = ask(app, "GET", Problem(status, "A sentence.").type)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    kind = KINDS[status]
    for text in (kind.title, kind.meaning, *kind.mending):
        assert text in answer.text
    assert all(f'href="/problems/{other.name}"' in answer.text for other in KINDS.values())


@pytest.mark.parametrize(("name", "codes"), [("does-not-fit", CODES), ("unreadable", UNREADABLE_CODES)])
def test_the_codes_of_a_problem_are_explained(app: FastAPI, name: str, codes: dict[str, str]) -> None:
    """Each can be linked to."""
    page = ask(app, "GET", f"/problems/{name}").text
    for code, meaning in codes.items():
        assert f'id="{code}"' in page
        assert meaning in page


def test_another_name_is_404_and_names_those_that_there_are(app: FastAPI) -> None:
    """As everywhere."""
    answer = ask(app, "GET", "/problems/nothing")
    assert answer.status_code == 404
    assert "does-not-fit" in answer.json()["detail"]


def test_an_error_page_leads_to_the_page_of_its_kind(app: FastAPI) -> None:
    """Whoever wants to know more."""
    assert 'href="/problems/not-found"' in ask(app, "GET", "/nowhere", headers={"Accept": "text/html"}).text
