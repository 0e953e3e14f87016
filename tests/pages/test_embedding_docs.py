"""docs/embedding.md: its tables are what the service does."""

import re
from pathlib import Path

import pytest

from tests.pages.states import QUESTION

TEXT = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text()
HEADERS = dict(re.findall(r"^\| (.+?) \| (.+) \|$", TEXT.split("## Headers")[1].split("## Behind")[0], re.MULTILINE))
CODE = re.compile(r"`([A-Z][A-Za-z-]+): ([^`]+)`")

EXAMPLES = {
    "pages": ["/", "/share", "/teachers", "/worksheet", "/tables", "/problems/busy", "/nothing"],
    "`/embed`": ["/embed", f"/embed/words?{QUESTION}"],
    "`/figure`": ["/figure/network.svg", "/figure/network.png", "/figure/network.svg?input=x"],
    "`/api`, `/oembed`, `/embed.js`, `/static`, `/openapi.json`": [
        "/api/v1/meta",
        f"/oembed?url=/?{QUESTION}".replace("&", "%26"),
        "/oembed",
        "/embed.js",
        "/static/any/js/embed.js",
        "/openapi.json",
    ],
}


def named(row: str) -> dict[str, str]:
    """The headers that a row of the table names."""
    return dict(CODE.findall(HEADERS[row]))


def test_the_table_has_these_rows():
    """One for all answers, and one for each kind of route that is tried below."""
    assert set(HEADERS) == {"route", "all", *EXAMPLES}


@pytest.mark.parametrize("row", EXAMPLES)
def test_every_route_has_the_headers_of_its_row(row, get):
    """Those of all routes too; and what is for frames only stands nowhere else."""
    for url in EXAMPLES[row]:
        headers = get(url).headers
        for name, value in (named("all") | named(row)).items():
            assert headers[name] == value, (url, name)
        assert "x-frame-options" not in headers
        if row != "`/embed`":
            assert "cross-origin-embedder-policy" not in headers
        if row == "pages":
            assert "access-control-allow-origin" not in headers


def test_the_frame_has_the_policy_of_pages_but_for_who_shows_it(get):
    """Any site may, and it frames nothing itself."""
    policy = named("pages")["Content-Security-Policy"]
    expected = policy.replace("frame-ancestors 'self'; frame-src 'self'", "frame-ancestors *")
    assert get("/embed").headers["content-security-policy"] == expected


def test_caches_are_told_what_the_table_says(get):
    """For an hour with a weak tag; for a year where the version stands in the path; errors and misses not at all."""
    for url in ("/", "/embed", "/share", "/teachers", "/embed.js", "/figure/network.svg", "/oembed?url=/"):
        headers = get(url).headers
        assert headers["cache-control"] == "public, max-age=3600, stale-while-revalidate=86400", url
        assert headers["etag"].startswith('W/"')
    static = re.search(r"/static/\w+/js/explorer\.js", get("/").text).group()
    assert get(static).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert get("/static/old/js/explorer.js").headers["cache-control"] == "no-cache"
    assert get("/oembed").headers["cache-control"] == "no-store"


def test_the_element_of_the_page_is_that_of_the_dialog(get, page):
    """The same lines, but for the height and the words for who does not see."""
    shown = page(f"/share?{QUESTION}").one("code", id="share-element").text
    (written,) = re.findall(r"<script type=\"module\".*?</convolens-figure>", TEXT, re.DOTALL)
    parts = re.compile(r'height="\d+"| alt="[^"]*"| style="[^"]*"')
    assert parts.sub("", shown) == parts.sub("", written)
