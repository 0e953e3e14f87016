import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"

# Which rooms a room may import from. Imports run one way:
# convolution <- figures, state, problems <- api, pages <- main
MAY_IMPORT = {
    "convolution": set(),
    "assets": set(),
    "settings": set(),
    "figures": {"convolution", "kept", "raster"},
    "raster": set(),
    "painter": {"raster"},
    "fields": {"convolution"},
    "state": {"convolution", "fields"},
    "query": {"state"},
    "address": {"query", "state"},
    "problems": {"convolution"},
    "validation": {"problems", "query", "state"},
    "compression": set(),
    "health": set(),
    "kept": set(),
    "logs": set(),
    "memory": set(),
    "one_thread": set(),
    "port": set(),
    "work": {"compression", "problems"},
    "middleware": {"compression", "health", "problems", "settings"},
    "metrics": {"middleware", "work"},
    "api": {
        "address",
        "assets",
        "convolution",
        "fields",
        "figures",
        "middleware",
        "problems",
        "query",
        "settings",
        "state",
        "validation",
        "work",
    },
    "pages": {
        "address",
        "assets",
        "compression",
        "convolution",
        "figures",
        "kept",
        "middleware",
        "painter",
        "problems",
        "query",
        "raster",
        "settings",
        "state",
        "validation",
        "work",
    },
    "main": {
        "api",
        "assets",
        "health",
        "kept",
        "metrics",
        "memory",
        "middleware",
        "one_thread",
        "pages",
        "problems",
        "query",
        "settings",
        "state",
        "work",
    },
    "serving": {"health", "logs", "port", "settings"},
    "draw": {"convolution", "figures", "pages", "problems", "settings", "state"},
    "export": {"assets", "figures", "pages", "problems", "settings"},
    "cli": {"draw", "export", "one_thread", "serving", "settings"},
}

# What a room may use from outside, beyond the standard library. Rooms that are not listed may use anything.
OUTSIDE = {
    "convolution": {"numpy"},
    "figures": {"numpy"},
}

MODULES = sorted(APP.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room a module belongs to: the first name below `app`."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(source: str, package: list[str]) -> Iterator[str]:
    """The full names of what a module of that package imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = [*above, *(node.module.split(".") if node.module else [])]
            # `from app import x` imports the room x, `from app.figures import x` the room figures.
            yield from (".".join([*base, alias.name]) for alias in node.names)


def imports_of(path: Path) -> Iterator[str]:
    """The full names of what the module at that path imports."""
    return imported(path.read_text(encoding="utf-8"), ["app", *path.relative_to(APP).parent.parts])


def rooms_imported(path: Path) -> set[str]:
    """The other rooms that a module imports from; `app` itself, which holds the version, is no room."""
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("app.")}
    return rooms - {room_of(path), "__version__"}


def outsiders(path: Path) -> set[str]:
    """The packages from outside that a module imports."""
    return {name.split(".")[0] for name in imports_of(path)} - {"app"} - set(sys.stdlib_module_names)


def names(path: Path) -> str:
    """How a failing module is called in the report."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent != APP or p.name != "__init__.py"], ids=names)
def test_imports_run_one_way(path: Path) -> None:
    """`convolution <- figures, state, problems <- api, pages <- main`; api and pages never import each other."""
    room = room_of(path)
    assert room in MAY_IMPORT, f"{room} is a new room: say in this file what it may import"
    assert rooms_imported(path) <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in OUTSIDE], ids=names)
def test_the_core_and_the_figures_know_nothing_of_http(path: Path) -> None:
    """NumPy and the standard library: no FastAPI, no Pydantic, no Jinja2, so a notebook can use them."""
    assert outsiders(path) <= OUTSIDE[room_of(path)]


def test_the_table_above_has_no_circle() -> None:
    """Each room stands on rooms that stand without it."""
    standing: set[str] = set()
    while fitting := {room for room, below in MAY_IMPORT.items() if below <= standing} - standing:
        standing |= fitting
    assert standing == set(MAY_IMPORT)


def test_the_reader_of_imports_sees_every_form() -> None:
    """A check that saw nothing would always pass."""
    source = "import a.b\nfrom c import d\nfrom . import e\ndef x():\n  from .f import g\nfrom ..state import h, i\n"
    seen = set(imported(source, ["app", "figures"]))
    assert seen == {"a.b", "c.d", "app.figures.e", "app.figures.f.g", "app.state.h", "app.state.i"}


# Packages that come with one we ask for, whose parts its users are meant to import.
COMES_WITH = {"markupsafe": "jinja2", "pydantic_core": "pydantic", "starlette": "fastapi"}
INSTALLED_AS = {"PIL": "pillow"}


def test_whatever_is_imported_is_asked_for() -> None:
    """No package is there only because another one happened to bring it."""
    requirements = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    asked_for = {re.match(r"[a-z0-9-]+", each)[0].replace("-", "_") for each in requirements}
    used = {(COMES_WITH | INSTALLED_AS).get(package, package) for path in MODULES for package in outsiders(path)}
    assert used <= asked_for
