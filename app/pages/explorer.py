"""What the explorer shows of a state: its fields, and its parts all together or some of them by name."""

from collections.abc import Iterable
from typing import Any

from app.address import Encoder
from app.convolution import ACTIVATIONS, PADDING_MODES
from app.pages import guide, words
from app.pages.downloads import downloads
from app.pages.listings import listings
from app.pages.paragraph import paragraph
from app.pages.parts import PARTS
from app.pages.presets import preset_of
from app.pages.reading import Reading
from app.pages.stage import Shown, basis, shown_of
from app.pages.tables import LARGEST, tables
from app.pages.typed import typed
from app.state import POOLING_KEYS


def explorer(reading: Reading) -> dict[str, Any]:
    """The whole page: the form with what was typed, and every part of a state that fits."""
    shown = shown_of(reading)
    return {
        "typed": typed(reading),
        "errors": reading.errors,
        "activations": list(ACTIVATIONS),
        "padding_modes": PADDING_MODES,
        "pooling_keys": POOLING_KEYS,
        **place(reading, shown),
        **all_of(PARTS, shown),
    }


def some_parts(reading: Reading, names: Iterable[str]) -> dict[str, Any]:
    """What changes in these parts when the state does; of a state that does not fit, only what is wrong with it."""
    shown = shown_of(reading)
    chosen = list(dict.fromkeys(names)) if shown else []
    return {"errors": reading.errors, "parts": chosen, **place(reading, shown), **all_of(chosen, shown)}


def place(reading: Reading, shown: Shown | None) -> dict[str, Any]:
    """Where a state stands among those that have a name: what is said of it, its question, its preset."""
    around = {"notices": reading.notices, "questions": guide.QUESTIONS, "question": None, "preset": None}
    if shown is None:
        return around | {"scene": None, "canonical": None}
    named = {"question": guide.position(shown.canonical), "preset": preset_of(shown.canonical)}
    return around | basis(shown) | named


def all_of(names: Iterable[str], shown: Shown | None) -> dict[str, Any]:
    """What these parts show."""
    context: dict[str, Any] = {}
    if shown:
        for name in names:
            context |= PARTS[name](shown)
    return context


def all_tables(reading: Reading) -> dict[str, Any]:
    """The page with all tables of a state."""
    if reading.state is None or reading.scene is None:
        return {"scene": None, "errors": reading.errors}
    return {
        "scene": reading.scene,
        "canonical": Encoder(reading.state)(),
        "lesson": words.lesson(reading.scene),
        "tables": tables(reading.scene, LARGEST),
        "downloads": downloads(reading.scene),
        "paragraph": paragraph(reading.scene),
        "listings": listings(reading.scene),
    }
