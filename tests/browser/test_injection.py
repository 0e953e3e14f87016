"""What stands in an address runs nothing and asks nobody, also in a real browser."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from app.state import STATE_KEYS
from tests.hostile.injections import INJECTIONS

CAUGHT = "window.caught = () => console.error('a script of the address has run');"
KEYS = (*STATE_KEYS, "unknown")


@pytest.mark.parametrize("path", ["/", "/embed", "/share", "/worksheet", "/figure/network.svg"])
def test_no_script_runs_and_no_other_host_is_asked(open_page: Callable[..., Page], path: str, watch: Any) -> None:
    """All 200 texts, each in a parameter; the console stays empty, and so does the list of hosts."""
    watch.expected = ("422",)
    page = open_page("about:blank", fresh=True)
    page.add_init_script(CAUGHT)
    origin = open_page("/embed?view=matrix").url.split("/embed")[0]
    for start in range(0, len(INJECTIONS), len(KEYS)):
        texts = INJECTIONS[start : start + len(KEYS)]
        query = "&".join(f"{key}={quote(text, safe='')}" for key, text in zip(KEYS, texts, strict=False))
        page.goto(f"{origin}{path}?{query}")
    assert "stranger" not in " ".join(url.split("?")[0] for url in watch.asked)
