"""The directive of the share dialog in a book that MyST builds: the frame on the web, its picture in a PDF."""

import html
import re
import subprocess
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.long

MYST = Path(__file__).parents[2] / "build" / "myst" / "node_modules" / "mystmd" / "dist" / "myst.cjs"

EXPORT = "---\nexports:\n  - format: typst\n    template: null\n    output: out/index.typ\n---\n"
"""Typst, of which MyST makes a PDF. Its templates come from a host of its own, so there is none."""


@pytest.fixture
def book(tmp_path: Path, site: str) -> Path:
    """A book of one page, with the directive as it is copied."""
    if not MYST.exists():
        pytest.skip("MyST is not installed: `make long-embedding` does that")
    page = httpx.get(f"{site}/share?input=1,2,3,4&weight=5,6,7").text
    (code,) = re.findall(r'id="share-myst">(.*?)</code>', page, re.DOTALL)
    directive = html.unescape(code).replace("https://your.host", site)
    (tmp_path / "index.md").write_text(f"{EXPORT}# A layer\n\n{directive}\n")
    (tmp_path / "myst.yml").write_text("version: 1\nproject:\n  title: A course\nsite:\n  template: book-theme\n")
    return tmp_path


def build(book: Path, *what: str) -> str:
    """What MyST says while it builds."""
    command = ["node", str(MYST), "build", *what, "--ci"]
    run = subprocess.run(command, cwd=book, capture_output=True, text=True, timeout=300, check=False)
    return run.stdout + run.stderr


def test_print_has_the_picture(book: Path) -> None:
    """Fetched, kept beside the text as a PNG, and set with its caption in place of the frame."""
    said = build(book, "index.md", "--typst")
    written = (book / "out" / "index.typ").read_text()
    (picture,) = re.findall(r'#image\("(files/\w+\.png)"', written)
    assert (book / "out" / picture).read_bytes().startswith(b"\x89PNG")
    assert "3 weights make 6 connections" in written
    assert "⛔" not in said


def test_the_web_has_the_frame(book: Path, site: str) -> None:
    """With its title, at the address that was shared."""
    said = build(book, "--html")
    page = book / "_build" / "html" / "index.html"
    if not page.exists() and "api.mystmd.org" in said:
        pytest.skip("MyST's templates cannot be fetched from here")
    frame = re.search(r"<iframe[^>]*>", html.unescape(page.read_text()))
    assert frame
    assert f'src="{site}/embed?input=1,2,3,4&weight=5,6,7&v=1"' in frame.group()
    assert 'title="A convolutional layer, step by step"' in frame.group()
