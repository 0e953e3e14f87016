"""The API as HTTP: caching, HEAD, preflights, and headers for every site."""

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.api.conftest import Post
from tests.asking import ask

QUERY = "input=1,2,3,4&weight=5,6,7"


def test_a_get_answer_is_kept_and_asked_for_again_by_its_tag(get: Post) -> None:
    """The second time costs nothing."""
    first = get("convolution", QUERY)
    assert "max-age=3600" in first.headers["cache-control"]
    again = get("convolution", QUERY, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_post_answer_is_not_stored(post: Post) -> None:
    """Its address does not say what it was."""
    assert post("convolution", input=[1], weight=[1]).headers["cache-control"] == "no-store"


def test_head_says_what_get_would(app: FastAPI) -> None:
    """Without the body."""
    url = f"/api/v1/convolution?{QUERY}"
    got, head = ask(app, "GET", url), ask(app, "HEAD", url)
    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) | {"x-request-id": ""} == dict(got.headers) | {"x-request-id": ""}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_site_may_read_the_answers(app: FastAPI, method: str) -> None:
    """Errors too, and never with credentials."""
    headers = ask(app, method, "/api/v1/convolution", headers={"Origin": "https://a.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-credentials" not in headers


def test_a_preflight_allows_json(app: FastAPI) -> None:
    """From any site."""
    headers = {
        "Origin": "https://a.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = ask(app, "OPTIONS", "/api/v1/convolution", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_links_begin_with_the_public_address_and_never_with_the_host_header() -> None:
    """Anyone can write a Host header."""
    app = create_app(Settings(public_url="https://lens.example"))
    answer = ask(app, "GET", f"/api/v1/convolution?{QUERY}", headers={"Host": "evil.example"})
    assert answer.json()["links"]["page"] == f"https://lens.example/?{QUERY}"
    assert "evil" not in answer.text


def test_a_large_answer_is_compressed(post: Post) -> None:
    """For who takes gzip."""
    answer = post("convolution", input=[1] * 1_000, weight=[1])
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["output"] == [1] * 1_000


def test_links_are_left_out_when_one_of_them_would_be_too_long() -> None:
    """The picture's address, of 46 bytes, is the longest."""
    for limit, count in ((46, 3), (45, 0)):
        answer = ask(
            create_app(Settings(max_url_bytes=limit)),
            "POST",
            "/api/v1/convolution",
            json={"input": [1, 2, 3, 4], "weight": [5, 6, 7]},
        )
        assert len(answer.json()["links"]) == count


@pytest.mark.parametrize("operation", ["convolution", "feature-maps", "toeplitz", "connectivity", "gradients"])
def test_every_link_of_an_answer_leads_somewhere(app: FastAPI, get: Post, operation: str) -> None:
    """The page, the frame and the picture are there."""
    links = get(operation, QUERY).json()["links"]
    assert links.keys() == {"page", "embed", "figure"}
    for address in links.values():
        assert ask(app, "GET", address).status_code == 200, address
