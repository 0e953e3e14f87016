"""README.md: its commands, its answers and its pictures are the real ones."""

import doctest
import html
import importlib.machinery
import importlib.util
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.main import create_app
from tests.asking import ask

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text()
CURLS = re.findall(r"curl 'http://127\.0\.0\.1:8000(\S+)'\n```\n\n```json\n(.*?)\n```", TEXT, flags=re.DOTALL)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The product as it is served by default."""
    return create_app()


@pytest.mark.parametrize(("url", "expected"), CURLS)
def test_each_line_of_curl_answers_the_very_bytes(app: FastAPI, url: str, expected: str) -> None:
    """Links and errors included."""
    assert ask(app, "GET", url).text == expected


def test_there_are_five_lines_of_curl() -> None:
    """The test above would pass without any."""
    assert len(CURLS) == 5


def test_its_python_runs() -> None:
    """As it is written."""
    failed, attempted = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert (failed, attempted) == (0, 4)


def test_it_names_the_two_commands_and_the_makefile_has_them() -> None:
    """Two commands do everything."""
    makefile = (ROOT / "Makefile").read_text()
    for target in ("run", "test"):
        assert f"make {target}" in TEXT
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_its_pictures_are_what_the_product_draws_today(tmp_path: Path) -> None:
    """`scripts/pictures` draws them anew."""
    loader = importlib.machinery.SourceFileLoader("pictures", str(ROOT / "scripts" / "pictures"))
    spec = importlib.util.spec_from_loader("pictures", loader)
    assert spec is not None
    pictures = importlib.util.module_from_spec(spec)
    loader.exec_module(pictures)
    assert pictures.PICTURES
    pictures.draw(tmp_path)
    texts = TEXT + (ROOT / "docs" / "pictures.md").read_text(encoding="utf-8")
    for name in pictures.PICTURES:
        assert f"pictures/{name}" in texts
        assert (ROOT / "docs" / "pictures" / name).read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", TEXT))
def test_each_link_leads_somewhere(target: str) -> None:
    """Inside the project."""
    assert (ROOT / target).exists()


def test_its_frame_is_the_line_that_share_gives(app: FastAPI) -> None:
    """Height and title included."""
    (frame,) = re.findall(r"<iframe[^\n]*</iframe>", TEXT)
    page = html.unescape(ask(app, "GET", "/share", headers={"Accept": "text/html"}).text)
    assert frame in page
