"""No request breaks the service: each gets the one documented answer, and the next good one still works."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from app.api.operations import OPERATIONS
from app.main import create_app
from app.problems import CODES, KINDS, UNREADABLE_CODES
from app.settings import Settings
from app.state import LayerFields
from tests.calling import Answer, Caller
from tests.hostile.archives import ARCHIVES
from tests.hostile.bodies import BODIES
from tests.hostile.headers import HEADER_REQUESTS
from tests.hostile.operations import OPERATION_REQUESTS
from tests.hostile.queries import QUERIES, QUERY_REQUESTS
from tests.hostile.requests import CONVOLUTION, JSON, Hostile

ALL = [*BODIES, *ARCHIVES, *OPERATION_REQUESTS, *HEADER_REQUESTS, *QUERY_REQUESTS]
OVERFLOWS = {
    hostile.name for hostile in BODIES if hostile.name.startswith(("finite", "infinities", "a bias that overflows"))
}
GOOD = "/api/v1/convolution?input=1,2,3,4&weight=5,6,7"


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """The application with its default settings, in a loop of its own."""
    caller = Caller(create_app(Settings()))
    yield caller
    caller.close()


def name(hostile: Hostile) -> str:
    """What a request is called in the report."""
    return hostile.name


def title(value: Any) -> str:
    """An operation by its name, an example by its title."""
    return value if isinstance(value, str) else str(value.name)


def code(answer: Answer) -> str:
    """The code of the first error, or the last part of the problem's type; none when it was answered."""
    if answer.status < 400:
        return ""
    problem = answer.json()
    return str(problem["errors"][0]["code"] if "errors" in problem else problem["type"].rpartition("/")[2])


def check_problem(answer: Answer) -> None:
    """A problem as documented: short, of one of our kinds, its codes among ours, and no word of what was sent."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    kind = KINDS[answer.status]
    assert (problem["type"], problem["status"]) == (f"/problems/{kind.name}", answer.status)
    codes = UNREADABLE_CODES if answer.status == 400 else CODES
    assert all(error["code"] in codes for error in problem.get("errors", []))
    assert len(answer.content) < 4_000
    assert "<script" not in answer.text


def test_there_are_at_least_three_hundred_and_each_has_a_name_of_its_own() -> None:
    """Which is how a failure is found."""
    assert len(ALL) >= 300
    assert len({hostile.name for hostile in ALL}) == len(ALL)


@pytest.mark.parametrize("hostile", ALL, ids=name)
def test_a_hostile_request_gets_its_one_answer_and_the_next_works(caller: Caller, hostile: Hostile) -> None:
    """Never a 500, never anything but a problem, never what was sent."""
    answer = caller.ask(hostile.verb, hostile.url, hostile.headers.items(), hostile.body)
    assert (answer.status, code(answer)) == (hostile.status, hostile.code), answer.text[:500]
    if answer.status >= 400:
        check_problem(answer)
    assert caller.ask("GET", GOOD).json()["output"] == [38, 56]


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if "input" in each.request.model_fields], ids=name)
def test_every_operation_reads_as_strictly(caller: Caller, operation: Any) -> None:
    """All bodies again: what cannot be read in one place can be read in none, and no field is weaker."""
    for hostile in BODIES:
        answer = caller.ask("POST", f"/api/v1/{operation.name}", JSON.items(), hostile.body)
        expected = {hostile.status} if hostile.status in (400, 413) else {200, 422}
        assert answer.status in expected, (hostile.name, answer.text[:500])
        if answer.status != 200:
            check_problem(answer)
        elif issubclass(operation.request, LayerFields):
            # A gradient need not overflow where an output does.
            assert hostile.status == 200 or hostile.name in OVERFLOWS, hostile.name


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all fields of an example, nested ones too, but not of the numbers of an array."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from leaves(value[0], (*path, 0))


def with_value(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A copy with another value at one place."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = with_value(value[path[0]], path[1:], new)
    return copy


VALUES = (
    *("null", "true", "0", "-1", "0.5", "1e999", "NaN", "9" * 30, "9" * 400, "-0.0", "1e308", "2147483647"),
    *('""', '"x"', '"\\u0000"', '"\\ud800"', '"1"', '"<script>"', f'"{"k" * 10_000}"'),
    *("[]", "{}", "[[]]", "[{}]", '{"a":1}', '{"kind":"max"}', "[null]", '["1"]', "[1,[2]]", "[1,2,3]", "[[1,2],[3]]"),
    *("[" * 300 + "]" * 300, '{"a":' * 300 + "1" + "}" * 300, f"[{'0,' * 5_000}0]", f"[{'[],' * 500}[]]"),
)


EXAMPLES = [(operation, example) for operation in OPERATIONS for example in operation.examples]


@pytest.mark.parametrize(("operation", "example"), EXAMPLES, ids=title)
def test_no_value_of_any_field_breaks_an_operation(caller: Caller, operation: Any, example: str) -> None:
    """Each field of each example by turns holds what it should not: it is answered or refused, nothing else."""
    fields = operation.examples[example]
    for field in leaves(fields):
        for value in VALUES:
            marked = orjson.dumps(with_value(fields, field, "HERE"))
            body = marked.replace(b'"HERE"', value.encode())
            answer = caller.ask("POST", f"/api/v1/{operation.name}", JSON.items(), body)
            assert answer.status in (200, 422), (field, value[:50], answer.text[:500])
            if answer.status == 422:
                check_problem(answer)


PAGES = ("/", "/embed", "/figure/sliding.svg", "/figure/network.svg", "/figure/matrix.svg", "/figure/gradients.svg")
BROWSER = [("Accept", "text/html")]
DRAWN = [hostile for hostile in QUERIES if hostile.path == CONVOLUTION]


@pytest.mark.parametrize("path", PAGES)
def test_what_breaks_no_operation_breaks_no_page_and_no_picture(caller: Caller, path: str) -> None:
    """A page says it beside the field or as a notice, a picture as a problem; neither shows it as markup."""
    for hostile in DRAWN:
        answer = caller.ask("GET", f"{path}?{hostile.query}", BROWSER)
        assert answer.status in (200, 414, 422), (hostile.name, answer.text[:500])
        assert "<script>alert" not in answer.text, hostile.name
    assert caller.ask("GET", path).status == 200


VIEWS = (
    "step=99999999999999999999",
    "step=-1",
    "step=x",
    "step=1000000",
    "highlight=99",
    "highlight=-1",
    "view=",
    "view=none",
    "view=sliding,sliding,sliding",
    "view=" + "sliding," * 1_000,
    "compare=sparse",
    "show=padding,trimmed,everything",
    "theme=neon",
    "controls=2",
    "animate=yes",
    "v=2",
    "input=1e308,-1e308&weight=1,1",
    "input=1e308,1e308&weight=1,1",
    "input=5e-324,1e-310&weight=1e-300",
    "input=0,0,0&weight=0,0",
    "input=" + "1.7e308,-1.7e308," * 40 + "1&weight=0.1",
    "input=" + "5e-324,0,-5e-324," * 40 + "1e-320&weight=1",
    "input=" + ",".join(map(str, range(500))) + "&weight=" + ",".join(["0"] * 400),
    "input=1&weight=1",
    "input=1,2,3&weight=1&bias=-1&upstream=1,2,3&learning_rate=1e300&view=gradients",
    "input=1,2,3&weight=1&upstream=1&view=gradients",
    "input=1,2,3&weight=1,2&padding=2000000000",
    "input=1,2,3&weight=1,2&padding=40000",
    "input=1,2,3&weight=1,2&dilation=1000&padding=full",
    "input=1,2,3&weight=1,2;3,4;5,6;7,8&view=feature-maps",
    "input=1,2,3&weight=[[[1,2]],[[3,4]]]",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", VIEWS)
def test_no_view_breaks_a_page_or_a_picture(caller: Caller, path: str, query: str) -> None:
    """What is odd but fits is drawn, the rest is said."""
    answer = caller.ask("GET", f"{path}?{query}", BROWSER)
    assert answer.status in (200, 422), answer.text[:500]
    for text in ("nan", "inf<", "inf ", "NaN", "Infinity"):
        assert f">{text}" not in answer.text
        assert f'"{text}"' not in answer.text
