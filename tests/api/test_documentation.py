"""docs/api.md: every answer in it is the real one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.api.operation import Operation
from app.api.operations import OPERATIONS
from app.convolution import ConvolutionError
from app.problems import CODES, UNREADABLE_CODES
from tests.asking import ask

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
CALLS = re.findall(r"```json\nPOST (\S+)\n(.*?)\n\n(.*?)```", TEXT, flags=re.DOTALL)
CURLS = re.findall(r"curl 'http://127\.0\.0\.1:8000(\S+)'\n```\n\n```json\n(.*?)\n```", TEXT, flags=re.DOTALL)

# What only a picture says.
OF_PICTURES = ("does-not-fit", "past-the-end", "not-drawn")


@pytest.mark.parametrize(("path", "body", "expected"), CALLS)
def test_each_post_answers_what_is_written(app: FastAPI, path: str, body: str, expected: str) -> None:
    """But for the links, which the text leaves out."""
    answer: dict[str, Any] = ask(app, "POST", path, json=json.loads(body)).json()
    answer.pop("links", None)
    assert answer == json.loads(expected)


@pytest.mark.parametrize(("url", "expected"), CURLS)
def test_each_line_of_curl_answers_the_very_bytes(app: FastAPI, url: str, expected: str) -> None:
    """Links included."""
    assert ask(app, "GET", url).text == expected


def test_the_script_for_another_framework_is_the_one_that_is_answered(app: FastAPI) -> None:
    """The fields and the script as they are printed."""
    section = TEXT.partition("### `/code`")[2]
    fields = re.search(r"For `(\{.*?\})`", section)
    script = re.search(r"```python\n(.*?)```", section, flags=re.DOTALL)
    assert fields
    assert script
    calls = ask(app, "POST", "/api/v1/code", json=json.loads(fields[1])).json()["calls"]
    assert {call["framework"]: call["code"] for call in calls}["PyTorch"] == script[1]


def test_there_are_calls_to_check() -> None:
    """The two tests above would pass without any."""
    assert len(CALLS) >= 15
    assert len(CURLS) == 1


def test_every_code_of_the_core_is_in_the_table() -> None:
    """A program decides by them."""
    for error in ConvolutionError.__subclasses__():
        assert f"`{error.code}`" in TEXT


@pytest.mark.parametrize("code", [code for code in CODES | UNREADABLE_CODES if code not in OF_PICTURES])
def test_every_code_of_the_api_is_in_the_table(code: str) -> None:
    """And on the page of its problem."""
    assert f"`{code}`" in TEXT


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_array_that_stands_for_an_answer_is_named(operation: Operation) -> None:
    """In the table of large arrays."""
    rows = TEXT.partition("| the array |")[2].partition("```")[0].splitlines()
    (row,) = [row for row in rows if f"`/{operation.name}`" in row.partition(" | ")[0]]
    assert all(f"`{name}`" in row for name in operation.array)
    assert bool(operation.array) != ("none: 406" in row)


def test_every_heading_that_is_linked_is_there() -> None:
    """A heading's anchor is its words in lower case, without signs, with hyphens for blanks."""
    headings = re.findall(r"^#+ (.*)$", TEXT, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    linked = re.findall(r"\]\(#([^)]*)\)", TEXT)
    assert len(linked) >= len(OPERATIONS)
    assert set(linked) <= anchors


def test_every_address_of_the_api_is_described(app: FastAPI) -> None:
    """By its name."""
    for path in ask(app, "GET", "/openapi.json").json()["paths"]:
        assert f"`{path.removeprefix('/api/v1')}`" in TEXT


def test_every_word_that_a_field_takes_is_named(app: FastAPI) -> None:
    """As /meta lists them."""
    for words in ask(app, "GET", "/api/v1/meta").json()["vocabulary"].values():
        for word in words:
            assert word in TEXT, word
