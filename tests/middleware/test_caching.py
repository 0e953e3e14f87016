"""Entity tags, 304 and what is never stored."""

import pytest
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from app.middleware.caching import CACHE, Caching
from tests.asking import ask
from tests.middleware.inner import INNER

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


def test_any_answer_will_do_for_a_star() -> None:
    """RFC 9110 section 13.1.2; but only where there is an answer."""
    assert ask(CACHED, "GET", "/", headers={"If-None-Match": "*"}).status_code == 304
    assert ask(Caching(Router(), "build"), "GET", "/", headers={"If-None-Match": "*"}).status_code == 404


def test_a_304_has_the_headers_of_its_answer_and_no_body() -> None:
    """RFC 9110 section 15.4.5."""
    whole = ask(CACHED, "GET", "/").headers
    short = ask(CACHED, "GET", "/", headers={"If-None-Match": whole["etag"]}).headers
    assert {name: short[name] for name in short} == {
        "etag": whole["etag"],
        "cache-control": CACHE,
        "vary": "Accept-Encoding",
    }


def test_a_tag_that_the_route_makes_is_the_one_that_counts() -> None:
    """It knows which addresses mean the same."""

    async def tagged(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("x", headers={"ETag": 'W/"same"'})(scope, receive, send)

    app = Caching(tagged, "build")
    assert ask(app, "GET", "/?a").headers["etag"] == 'W/"same"'
    assert ask(app, "GET", "/?b", headers={"If-None-Match": '"same"'}).status_code == 304


def test_a_post_is_never_stored() -> None:
    """Its answer belongs to its body."""
    headers = ask(CACHED, "POST", "/").headers
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers


def test_an_error_is_never_stored() -> None:
    """404 and 405 might be kept otherwise."""
    missing = Caching(Router(), "build")
    assert ask(missing, "GET", "/").headers["cache-control"] == "no-store"
