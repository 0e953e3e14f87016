"""`convolens export`: a folder that needs no service, in which every reference leads to a file that is there."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import numpy as np
import pytest
from PIL import Image

from app import cli
from app.assets import find_assets
from app.export import chosen, files
from app.settings import Settings
from tests.pages.markup import parse

pytestmark = pytest.mark.slow

LAYER = "input=1,2,3,4&weight=5,6,7"
IMAGE = "input=1,2,3;4,5,6;7,8,9&weight=1,0;0,-1&view=sliding,matrix,feature-maps"
LARGE = "input=" + ",".join(map(str, range(300))) + "&weight=1,2,3&view=network"


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The files of three states: one that steps, one along two axes, and one too large to hold all its steps."""
    states = chosen([f"/?{LAYER}&padding=full", f"https://lens.example/embed?{IMAGE}", LARGE], Settings())
    return dict(files(states, find_assets()))


def references(path: str, content: bytes) -> set[str]:
    """The files that a file of the folder refers to, as paths from the folder."""
    text = content.decode(errors="replace")
    if path.endswith(".js"):
        found = re.findall(r'(?:from|import)\s*\(?\s*"(\.[\w./-]+)"', text)
    elif path.endswith(".html"):
        attributes = ("href", "src", "srcset", "action", "data-words", "poster")
        found = [element.get(name) or "" for element in parse(text).walk() for name in attributes]
    else:
        found = re.findall(r"url\(([^)]+)\)|@import", text) if path.endswith((".css", ".svg")) else []
    outside = ("#", "data:")
    return {urljoin(f"/{path}", each)[1:].partition("#")[0] for each in found if each and not each.startswith(outside)}


def test_every_reference_leads_to_a_file_of_the_folder(written):
    """Pages, frames, pictures, numbers, styles and scripts, and what the scripts import."""
    count = 0
    for path, content in written.items():
        if not path.startswith("static/js/"):
            count += len(references(path, content))
            assert references(path, content) <= {*written}, path
    assert count > 100
    waiting = [path for path in written if path.endswith(".html")]
    seen: set[str] = set()
    while waiting:  # only the scripts that the pages bring with them
        path = waiting.pop()
        scripts = {each for each in references(path, written[path]) if each.endswith(".js")}
        assert scripts <= {*written}, path
        waiting += scripts - seen
        seen |= scripts
    assert "static/js/figures.js" in seen


def test_nothing_begins_at_the_root_of_the_host(written):
    """The folder may stand anywhere on it."""
    for path, content in written.items():
        if path.endswith(".html"):
            assert not re.search(rb'(href|src|action|data-words)="(/|https?:)', content), path


def test_each_state_has_a_page_a_frame_its_pictures_and_its_numbers(written):
    """And the pictures are what their names say."""
    for name in ("index.html", "embed.html", "sliding.svg", "matrix.png", "together.svg", "moving.svg", "moving.gif"):
        assert f"state-1/{name}" in written
    assert {path for path in written if re.fullmatch(r"state-2/[a-z-]+\.svg", path)} == {
        f"state-2/{name}.svg" for name in ("sliding", "matrix", "feature-maps", "together", "moving")
    }
    assert Image.open(BytesIO(written["state-1/matrix.png"])).format == "PNG"
    assert Image.open(BytesIO(written["state-1/moving.gif"])).n_frames == 7
    assert b"@keyframes" in written["state-1/moving.svg"]
    assert np.load(BytesIO(written["state-1/data/activation.npy"])).tolist() == [7, 20, 38, 56, 39, 20]
    assert written["state-1/data/weight.csv"] == b"5,6,7\r\n"


def test_what_needs_the_service_is_left_out_and_said(written):
    """No form, no link to another state; and where the steps are not all held, no player and a sentence."""
    for folder in ("state-1", "state-2", "state-3"):
        shown = parse(written[f"{folder}/index.html"].decode())
        assert not shown.all("form")
    steps = parse(written["state-1/index.html"].decode())
    assert steps.all(data_player=None)
    assert [link.get("aria-label") for link in steps.all("a") if link.get("aria-label")] == []
    still = parse(written["state-3/index.html"].decode())
    assert not still.all(data_player=None)
    assert not still.all("script")
    assert "output 1 of 298: to step through so many needs the service" in still.text


def test_a_public_address_is_the_way_to_other_numbers():
    """Only where it is set."""
    states = chosen([LAYER], Settings(public_url="https://lens.example"))
    page = parse(dict(files(states, find_assets()))["state-1/index.html"].decode())
    assert f"https://lens.example/?{LAYER}" in [link.get("href") for link in page.all("a")]


def test_without_addresses_the_examples_are_exported():
    """Each under its own name."""
    states = chosen([], Settings())
    assert len(states) >= 10
    assert len({state.folder for state in states}) == len(states)
    assert all(re.fullmatch(r"[a-z0-9-]+", state.folder) for state in states)


def test_the_command_writes_the_folder(tmp_path, capsys, written):
    """The same files, wherever they are to stand."""
    cli.main(["export", str(tmp_path / "a" / "site"), f"/?{LAYER}"])
    found = {
        path.relative_to(tmp_path / "a" / "site").as_posix() for path in (tmp_path / "a").rglob("*") if path.is_file()
    }
    assert found == {path for path in written if not path.startswith(("state-2", "state-3"))}
    assert capsys.readouterr().out.startswith("1 state in ")


def test_a_state_that_does_not_fit_is_said_before_anything_is_written(tmp_path, capsys):
    """As everywhere: the sentence and exit status 2."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", str(tmp_path / "site"), LAYER, "input=1,2&weight=5,6,7"])
    assert ended.value.code == 2
    assert "A kernel that spans 3 does not fit" in capsys.readouterr().err
    assert not Path(tmp_path / "site").exists()
