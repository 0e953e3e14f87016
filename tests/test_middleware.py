"""What surrounds every route: headers, limits, caching, preflights and the last resort."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import Message, Receive, Scope, Send

from app.middleware import (
    CACHE,
    BodyLimit,
    Caching,
    HeadAsGet,
    LastResort,
    Preflight,
    SecurityHeaders,
    UrlLimit,
    plain_error_page,
    problem_response,
)
from app.problems import Problem
from app.settings import Settings
from tests.asking import ask

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


async def echo(request: Request) -> Response:
    """Answers with the body it was sent, or with the method."""
    return PlainTextResponse(await request.body() or request.method)


async def fail(request: Request) -> Response:
    """Fails as nobody foresaw."""
    raise RuntimeError("secret")


INNER = Router(
    routes=[
        Route("/api/fail", fail, methods=["GET", "POST"]),
        Route("/fail", fail),
        Route("/{path:path}", echo, methods=["GET", "POST"]),
    ]
)


def headers_of(path: str, **settings: str) -> httpx.Headers:
    """The headers that the middleware of headers gives an answer at `path`."""
    return ask(SecurityHeaders(INNER, Settings(**settings)), "GET", path).headers


@pytest.mark.parametrize("path", ["/", "/embed", "/figure/sliding.svg", "/static/x/y.js", "/api/v1/meta", "/none"])
def test_every_answer_forbids_guessing_and_telling(path: str) -> None:
    """The first row of the table."""
    headers = headers_of(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"] == "camera=(), microphone=(), geolocation=()"
    assert "x-frame-options" not in headers
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", ["/", "/none", "/embedded", "/apis", "/figures"])
def test_a_page_allows_its_own_files_only(path: str) -> None:
    """And may be framed by itself only."""
    headers = headers_of(path)
    assert headers["content-security-policy"] == PAGE
    assert "access-control-allow-origin" not in headers


def test_the_frame_may_be_shown_anywhere() -> None:
    """Even by a host that demands CORP and COEP of its frames."""
    headers = headers_of("/embed")
    assert headers["content-security-policy"] == PAGE.replace("frame-ancestors 'self'", "frame-ancestors *")
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["access-control-allow-origin"] == "*"


def test_a_setting_narrows_who_may_show_the_frame() -> None:
    """A school may want its own site only."""
    policy = headers_of("/embed", embed_frame_ancestors="https://school.example")["content-security-policy"]
    assert policy.endswith("frame-ancestors https://school.example")


@pytest.mark.parametrize("path", ["/figure/sliding.svg", "/static/x/y.js", "/api/v1/meta", "/openapi.json"])
def test_pictures_files_and_numbers_are_open_to_every_site(path: str) -> None:
    """Without credentials."""
    headers = headers_of(path)
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_picture_can_run_nothing() -> None:
    """An SVG that is opened alone is a document."""
    policy = headers_of("/figure/sliding.svg")["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_header_that_a_route_sets_itself_stays() -> None:
    """/docs has a policy of its own."""

    async def own(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(headers={"Content-Security-Policy": "default-src 'self'"})(scope, receive, send)

    headers = ask(SecurityHeaders(own, Settings()), "GET", "/").headers
    assert headers["content-security-policy"] == "default-src 'self'"


BOUNDED = BodyLimit(INNER, 10, plain_error_page)


def test_a_body_at_the_limit_arrives_whole() -> None:
    """What was read is replayed."""
    assert ask(BOUNDED, "POST", "/", content=b"0123456789").text == "0123456789"


async def pieces(count: int) -> AsyncIterator[bytes]:
    """A body of `count` bytes, sent one at a time and without a length."""
    for _ in range(count):
        yield b"x"


def test_a_body_in_pieces_arrives_whole() -> None:
    """A chunked body has no declared length."""
    assert ask(BOUNDED, "POST", "/", content=pieces(10)).text == "x" * 10


@pytest.mark.parametrize("content", [b"0123456789a", pieces(11)], ids=["declared", "in pieces"])
def test_a_longer_body_is_413_and_says_the_limit(content: bytes | AsyncIterator[bytes]) -> None:
    """Whether it says its length or not."""
    answer = ask(BOUNDED, "POST", "/", content=content)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "10 bytes" in answer.json()["detail"]
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000, "1e3", "²"])
def test_a_length_that_cannot_be_read_is_no_length(length: str) -> None:
    """The bytes themselves are counted in any case."""
    assert BodyLimit.declared_bytes({"type": "http", "headers": [(b"content-length", length.encode())]}) == 0


def test_a_client_that_leaves_while_sending_is_let_go() -> None:
    """There is nobody to answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(BOUNDED(scope, receive, send))
    assert sent == []


def test_an_address_longer_than_the_limit_is_414() -> None:
    """Path and query count together."""
    app = UrlLimit(INNER, 20, plain_error_page)
    assert ask(app, "GET", "/0123456789?x=012345").status_code == 200
    answer = ask(app, "GET", "/0123456789?x=0123456789")
    assert answer.status_code == 414
    assert "20 bytes" in answer.json()["detail"]


CACHED = Caching(INNER, "build-1")


def test_a_get_answer_has_a_weak_tag_and_may_be_kept_for_an_hour() -> None:
    """And shown for a day while it is asked for again."""
    headers = ask(CACHED, "GET", "/api/v1/meta?a=1").headers
    assert headers["etag"].startswith('W/"')
    assert headers["cache-control"] == CACHE == "public, max-age=3600, stale-while-revalidate=86400"


@pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}"])
def test_a_client_that_has_the_answer_gets_304(form: str) -> None:
    """The comparison is weak, RFC 9110 section 13.1.2."""
    tag = ask(CACHED, "GET", "/?a=1").headers["etag"]
    named = form.format(tag.removeprefix("W/") if form == "W/{}" else tag)
    answer = ask(CACHED, "GET", "/?a=1", headers={"If-None-Match": named})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag


def test_another_query_or_build_has_another_tag() -> None:
    """An answer depends on nothing else."""
    tags = {ask(app, "GET", url).headers["etag"] for app in (CACHED, Caching(INNER, "build-2")) for url in ("/", "/?a")}
    assert len(tags) == 4


def test_a_post_is_never_stored() -> None:
    """Its answer belongs to its body."""
    headers = ask(CACHED, "POST", "/").headers
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers


def test_an_error_is_never_stored() -> None:
    """404 and 405 might be kept otherwise."""
    missing = Caching(Router(), "build")
    assert ask(missing, "GET", "/").headers["cache-control"] == "no-store"


def test_head_is_get_without_its_body() -> None:
    """With the same headers."""
    app = HeadAsGet(INNER)
    got, head = ask(app, "GET", "/"), ask(app, "HEAD", "/")
    assert head.content == b""
    assert head.headers == got.headers


def test_a_preflight_is_answered_for_what_is_open() -> None:
    """Any site may send JSON."""
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    answer = ask(Preflight(INNER), "OPTIONS", "/api/v1/convolution", headers=headers)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_a_page_answers_no_preflight() -> None:
    """Its content is for its own site."""
    assert ask(Preflight(INNER), "OPTIONS", "/").status_code == 405


def test_an_unforeseen_fault_is_a_problem_that_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the whole of it."""
    answer = ask(LastResort(INNER, plain_error_page), "POST", "/api/fail")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/fault"
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_a_browser_gets_a_page_for_a_fault() -> None:
    """It asked for HTML."""
    answer = ask(LastResort(INNER, plain_error_page), "GET", "/fail", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_fault_in_the_error_page_gets_the_plainest_page() -> None:
    """The last resort rests on nothing."""

    def broken(scope: Scope, problem: Problem) -> Response:
        raise RuntimeError("secret")

    answer = ask(LastResort(INNER, broken), "GET", "/fail", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "<h1>Something went wrong here</h1>" in answer.text


def test_a_fault_in_mid_answer_cuts_it_off() -> None:
    """A second start would be no HTTP."""

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("secret")

    with pytest.raises(RuntimeError, match="secret"):
        ask(LastResort(half, plain_error_page), "GET", "/")


def test_the_instance_of_a_problem_is_the_path_and_not_the_query() -> None:
    """What was sent in the query is never repeated."""
    scope = {"type": "http", "path": "/api/v1/é", "query_string": b"input=secret", "headers": []}
    answer = problem_response(scope, Problem(404, "A sentence."), plain_error_page)
    assert b'"instance":"/api/v1/%C3%A9"' in bytes(answer.body)
    assert b"secret" not in bytes(answer.body)
