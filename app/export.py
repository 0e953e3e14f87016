"""`convolens export`: a folder of chosen states that works from any static host, with no service behind it.

Each state has a page, a frame, its pictures and its numbers. The scripts step through it as they do in a frame;
whatever would ask the service for something is left out, and said.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment

from app.assets import Assets, find_assets
from app.figures import Figure
from app.figures.numbers import plural
from app.pages.downloads import ARRAYS, FORMATS, downloads
from app.pages.explorer import all_tables
from app.pages.formula import definition
from app.pages.framing import frame_height
from app.pages.presets import drawn_presets
from app.pages.reading import Reading, fitting_scene, look_of, read
from app.pages.rendering import create_environment, render
from app.pages.stage import framed
from app.problems import Problem
from app.settings import Settings

Files = Iterator[tuple[str, bytes]]
"""Files by their paths in the folder."""


@dataclass(frozen=True)
class Chosen:
    """A state that is exported, with its name and a sentence where it has one."""

    name: str
    query: str
    says: str
    settings: Settings

    @property
    def folder(self) -> str:
        """Where its files stand: its name in small letters.

        >>> Chosen("1 × 1", "", "", Settings()).folder
        '1-1'
        """
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @cached_property
    def reading(self) -> Reading:
        """The state with its numbers. Raises the problem of what does not fit."""
        reading = read(parse_qsl(self.query, keep_blank_values=True), self.settings)
        fitting_scene(reading)
        return reading

    @cached_property
    def context(self) -> dict[str, Any]:
        """What the templates need to know."""
        scene = fitting_scene(self.reading)
        shown = framed(self.reading)
        return {
            **all_tables(self.reading),
            **shown,
            "name": self.name,
            "frame_height": frame_height(shown),
            "says": self.says,
            "definition": definition(scene),
            "downloads": downloads(scene),
            "formats": list(FORMATS),
            "pictures": [name for name, _ in self.pictures()],
            "steps": shown["spoken"].complete and len(scene.steps) == scene.outputs,
            "theme": look_of(self.reading).theme,
            "offline": True,  # what would ask the service is left out of the parts that pages share
            "public_url": self.settings.public_url or "",
        }

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """Each figure of the view as SVG and PNG, and all of them together, also moving."""
        scene, look = fitting_scene(self.reading), look_of(self.reading)
        view = tuple(dict.fromkeys(self.reading.state.view)) if self.reading.state else ()
        for names in ((name,) for name in view):
            yield f"{names[0]}.svg", Figure(names, scene, look)
            yield f"{names[0]}.png", Figure(names, scene, look)
        together = Figure(view, scene, look)
        yield "together.svg", together
        yield "together.png", together
        yield "moving.svg", together.moved()
        yield "moving.gif", together.moved()

    def files(self, environment: Environment) -> Files:
        """All files of this state."""
        for file, frame in (("index.html", False), ("embed.html", True)):
            yield f"{self.folder}/{file}", render(environment, "export.html", self.context | {"frame": frame}).encode()
        for file, figure in self.pictures():
            yield f"{self.folder}/{file}", figure.written(file.rpartition(".")[2])
        scene = fitting_scene(self.reading)
        for array in self.context["downloads"]:
            for form, (_, write) in FORMATS.items():
                yield f"{self.folder}/data/{array.name}.{form}", write(ARRAYS[array.name][1](scene))


def chosen(addresses: Sequence[str], settings: Settings) -> list[Chosen]:
    """The states of some addresses or queries, numbered; the examples of the page where there are none."""
    if not addresses:
        return [Chosen(each.name, each.query, each.says, settings) for each in drawn_presets(settings)]
    queries = [address.partition("?")[2] if "?" in address else address for address in addresses]
    return [Chosen(f"State {place}", query, "", settings) for place, query in enumerate(queries, 1)]


def files(states: Sequence[Chosen], assets: Assets) -> Files:
    """All files of the folder: the list of the states, the states, and the styles and scripts they share."""
    yield (
        "index.html",
        render(environment(assets, ""), "export_index.html", {"states": states, "theme": "auto"}).encode(),
    )
    for state in states:
        yield from state.files(environment(assets, "../"))
    for path in sorted(assets.static.rglob("*")):
        if path.is_file():
            yield f"static/{path.relative_to(assets.static).as_posix()}", path.read_bytes()


def environment(assets: Assets, up: str) -> Environment:
    """The templates, with static files beside the pages."""
    found = create_environment(assets)
    found.globals["static"] = lambda path: f"{up}static/{path}"
    return found


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The folder and the states."""
    command.add_argument("folder", metavar="FOLDER", help="is made where it does not exist")
    command.add_argument("states", metavar="ADDRESS", nargs="*", help="as Share gives it (default: the examples)")


def export(options: argparse.Namespace) -> None:
    """Write the folder; what does not fit is a sentence and exit status 2, before anything is written."""
    states = chosen(options.states, Settings())
    for state in states:
        try:
            fitting_scene(state.reading)
        except Problem as problem:
            print(f"convolens export: {state.query}: {problem.detail}", file=sys.stderr)
            sys.exit(2)
    for path, content in files(states, find_assets()):
        target = Path(options.folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(
        f"{plural(len(states), 'state')} in {options.folder}: any static host serves it, such as python -m http.server"
    )
