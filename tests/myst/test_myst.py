"""The directive of the share dialog in MyST: the frame in the pages for the web, its picture in the PDF.

MyST is a package of npm with a lock file of its own, which stands beside this file. Themes it fetches from a host of
its own; so the one here is put together from the packages that MyST's consists of, and the sheet of paper is bare.
"""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app.figures.palette import TAPS
from tests.browser.conftest import serving

OpenPage = Callable[..., Page]

FOLDER = Path(__file__).parent
COMMAND = FOLDER / "node_modules" / ".bin" / "myst"
QUERY = "input=1,2,3,4&weight=5,6,7"
LESSON = "3 weights make 6 connections from 4 inputs to 2 outputs; a dense layer would have 8 weights."
PROJECT = {
    "version": 1,
    "project": {
        "title": "A course",
        "exports": [
            {"format": "typst", "template": str(FOLDER / "paper"), "article": "index.md", "output": "course.pdf"}
        ],
    },
    "site": {"template": str(FOLDER / "theme")},
}

pytestmark = pytest.mark.long


@pytest.fixture
def directive(open_page: OpenPage, site: str) -> str:
    """What a teacher copies from the share page, with the address of the service in it."""
    snippet = open_page(f"/share?{QUERY}").locator("#share-myst")
    expect(snippet).to_contain_text(f"{site}/embed?{QUERY}&v=1")
    return snippet.text_content() or ""


@pytest.fixture
def course(tmp_path: Path, directive: str) -> Path:
    """A project of MyST with one article, into which the directive is pasted."""
    (tmp_path / "myst.yml").write_text(json.dumps(PROJECT))
    (tmp_path / "index.md").write_text(f"# A course\n\nBefore the layer.\n\n{directive}\n\nAfter the layer.\n")
    return tmp_path


def build(course: Path, kind: str) -> None:
    """Build the project as a teacher does; MyST has nothing to warn of."""
    places = [str(FOLDER / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    run = subprocess.run(
        [COMMAND, "build", f"--{kind}", "--strict"],
        cwd=course,
        env=os.environ | {"PATH": os.pathsep.join(places)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert not re.search("[⚠⛔]", run.stdout), run.stdout


def test_the_web_has_the_frame(course: Path, open_page: OpenPage) -> None:
    """On another origin it shows and steps, with its title and no picture beside it; nothing is refused."""
    build(course, "html")
    pages = StaticFiles(directory=course / "_build" / "html", html=True)
    with serving(Starlette(routes=[Mount("/", pages)])) as address:
        page = open_page(address, viewport={"width": 1440, "height": 900})
        frame = page.frame_locator("iframe[title='A convolutional layer, step by step']")
        expect(frame.locator(".lesson")).to_have_text(LESSON)
        for figure in ("sliding", "network", "matrix"):
            expect(frame.locator(f"[data-figure={figure}]")).to_be_visible()
        expect(frame.locator("[data-figure=sliding] g[data-outputs] text")).to_have_text(["38", "56"])
        frame.get_by_role("button", name="Next").click()
        expect(frame.locator("[data-place] b")).to_have_text("2")
        expect(page.locator("img")).to_have_count(0)
        expect(page.locator("figcaption")).to_contain_text("3 weights make 6 connections")
        shows_whole(page)
        page.set_viewport_size({"width": 375, "height": 700})
        keeps_to_the_page(page)


def shows_whole(page: Page) -> None:
    """On a desk there is nothing to scroll to within the frame."""
    heights = page.frames[1].evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert heights[0] <= heights[1]


def keeps_to_the_page(page: Page) -> None:
    """On a phone the frame is as wide as the text, and the page no wider than the screen."""
    text, frame = page.locator("article > p").first.bounding_box(), page.locator("iframe").bounding_box()
    assert text
    assert frame
    assert (frame["x"], frame["width"]) == (text["x"], text["width"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_pdf_has_the_picture(course: Path, directive: str) -> None:
    """That of the service, dot by dot, in its own proportions and within the page; and nothing of the frame."""
    from pypdf import PdfReader  # only `make long-myst` installs it

    build(course, "pdf")
    (page,) = PdfReader(course / "course.pdf").pages
    (printed,) = page.images
    address = re.search(r"^:placeholder: (\S+)$", directive, re.MULTILINE)
    assert address
    drawn = Image.open(io.BytesIO(httpx.get(address.group(1)).content))
    assert np.array_equal(np.asarray(printed.image.convert("RGBA")), np.asarray(drawn.convert("RGBA")))
    colours = {colour for _, colour in printed.image.convert("RGB").getcolors(drawn.width * drawn.height)}
    assert {ImageColor.getrgb(colour) for colour in TAPS[:3]} <= colours
    width, height = printed_size(page)
    assert width / height == pytest.approx(drawn.width / drawn.height, rel=0.01)
    assert 0.5 * page.mediabox.width < width < page.mediabox.width
    text = " ".join(page.extract_text().split())
    assert text.startswith("Before the layer. ")
    assert "3 weights make 6 connections" in text
    assert text.endswith(" After the layer.")
    assert "/embed" not in text
    assert "/Annots" not in page


def printed_size(page: Any) -> tuple[float, float]:
    """The width and the height of the one picture on a page, in points."""
    found = []

    def note(operator: bytes, _: list, matrix: list[float], __: list[float]) -> None:
        if operator == b"Do":
            found.append((abs(matrix[0]), abs(matrix[3])))

    page.extract_text(visitor_operand_before=note)
    (size,) = found
    return size
