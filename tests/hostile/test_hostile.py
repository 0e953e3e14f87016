"""No request breaks the service: each gets the one documented answer, and the next good one still works."""

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.asking import ask
from tests.hostile.requests import BODIES, EVERY_OPERATION, HEADERS, JSON, QUERIES, Hostile

OVERFLOWS = {
    hostile.name for hostile in BODIES if hostile.name.startswith(("finite", "infinities", "a bias that overflows"))
}
GOOD = "/api/v1/convolution?input=1,2,3,4&weight=5,6,7"


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application with its default settings."""
    return create_app(Settings())


def name(hostile: Hostile) -> str:
    """What a request is called in the report."""
    return hostile.name


@pytest.mark.parametrize("hostile", [*BODIES, *HEADERS, *QUERIES], ids=name)
def test_a_hostile_request_gets_its_one_answer_and_the_next_works(app: FastAPI, hostile: Hostile) -> None:
    """Never a 500, never anything but a problem, never what was sent."""
    url = hostile.path + (f"?{hostile.query}" if hostile.query else "")
    headers = {key.encode(): value.encode("latin-1") for key, value in hostile.headers.items()}
    answer = ask(app, hostile.verb, url, content=hostile.body, headers=headers)
    assert answer.status_code == hostile.status, answer.text[:500]
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == hostile.status
        assert len(answer.content) < 4_000
        assert "<script" not in answer.text
    assert ask(app, "GET", GOOD).json()["output"] == [38, 56]


@pytest.mark.parametrize("operation", EVERY_OPERATION[1:])
def test_every_operation_reads_as_strictly(app: FastAPI, operation: str) -> None:
    """All bodies again: what is refused in one place is refused in all, but a gradient need not overflow."""
    for hostile in BODIES:
        answer = ask(app, "POST", f"/api/v1/{operation}", content=hostile.body, headers=JSON)
        differs = hostile.status == 200 or (operation == "gradients" and hostile.name in OVERFLOWS)
        allowed = {200, 422} if differs else {hostile.status}
        assert answer.status_code in allowed, (hostile.name, answer.text[:500])


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ('"upstream":[1]', 422),
        ('"upstream":[[1,1]]', 422),
        ('"upstream":[1e308,1e308]', 422),
        ('"upstream":NaN', 422),
        ('"upstream":null', 200),
        ('"learning_rate":1e308', 422),
        ('"learning_rate":NaN', 422),
        ('"learning_rate":"1"', 422),
        ('"learning_rate":true', 422),
        ('"learning_rate":1', 200),
        (f'"learning_rate":{10**300}', 200),
        (f'"learning_rate":{10**308}', 422),
        ('"through_activation":1', 422),
        ('"contributions":"yes"', 422),
        ('"dense":[]', 422),
    ],
)
def test_the_backward_pass_reads_as_strictly(app: FastAPI, fields: str, status: int) -> None:
    """Its own fields are no weaker."""
    body = f'{{"input":[1,2,3,4],"weight":[5,6,7],{fields}}}'
    answer = ask(app, "POST", "/api/v1/gradients", content=body.encode(), headers=JSON)
    assert answer.status_code == status, answer.text


PAGES = ("/", "/embed", "/figure/sliding.svg", "/figure/network.svg", "/figure/matrix.svg", "/figure/gradients.svg")
DRAWN = [hostile for hostile in QUERIES if hostile.path == "/api/v1/convolution"]


@pytest.mark.parametrize("path", PAGES)
def test_what_breaks_no_operation_breaks_no_page_and_no_picture(app: FastAPI, path: str) -> None:
    """A page says it beside the field or as a notice, a picture as a problem; neither shows it as markup."""
    for hostile in DRAWN:
        answer = ask(app, "GET", f"{path}?{hostile.query}", headers={"Accept": "text/html"})
        assert answer.status_code in (200, 414, 422), (hostile.name, answer.text[:500])
        assert "<script>alert" not in answer.text, hostile.name
    assert ask(app, "GET", path).status_code == 200


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
def test_no_view_breaks_a_page_or_a_picture(app: FastAPI, path: str, query: str) -> None:
    """What is odd but fits is drawn, the rest is said."""
    answer = ask(app, "GET", f"{path}?{query}", headers={"Accept": "text/html"})
    assert answer.status_code in (200, 422), answer.text[:500]
    for text in ("nan", "inf<", "inf ", "NaN", "Infinity"):
        assert f">{text}" not in answer.text
        assert f'"{text}"' not in answer.text
