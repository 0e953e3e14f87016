"""What an address means: the numbers of its state, its ties, and what a reader sees of both, whatever it looks like."""

import re
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from app.address import encode
from app.figures import FIGURES
from app.pages import words
from app.pages.framing import as_text
from app.pages.reading import read
from app.pages.steps import words_of
from app.settings import Settings

NUMBER = re.compile(r"[−-]?\d[\d.]*(?:e[−-]?\d+)?")


def meaning(query: str) -> dict[str, Any]:
    """Everything about a state that a page which shows it relies on, as JSON has it."""
    reading = read(parse_qsl(query), Settings())
    state, scene = reading.state, reading.scene
    assert state is not None, reading.errors
    assert scene is not None
    ties, counts = scene.ties, scene.ties.counts
    return {
        "canonical": encode(state),
        "notices": list(reading.notices),
        "view": list(state.view),
        "step": scene.step,
        "highlight": scene.highlight,
        "compare": scene.compare,
        "theme": state.theme,
        "controls": state.controls,
        "output_shape": list(scene.plan.output_shape),
        "pre_activation": plain(scene.pre_activation),
        "activation": plain(scene.activation),
        "pooled": plain(scene.pooled),
        "structure": scene.matrix.structure,
        "counts": [counts.dense, counts.locally_connected, counts.convolutional],
        "ties": [ties.output.tolist(), ties.input.tolist(), ties.weight.tolist()],
        "gradients": [plain(scene.gradients.weight), plain(scene.gradients.input)],
        "weight_after": plain(scene.weight_after),
        "lesson": as_text(words.lesson(scene)),
        "sentence": as_text(words_of(scene, [scene.step])[0].sentence),
        "lines": lines(FIGURES["network"](scene)),
        "shown": {name: numbers(FIGURES[name](scene)) for name in state.view},
    }


def plain(array: Any) -> list[float]:
    """An array, flat, to the digits that every machine agrees on."""
    return [float(f"{value:.12g}") for value in np.ravel(array).tolist()]


def lines(svg: str) -> dict[str, int]:
    """How many connections the network draws for each weight."""
    drawn: dict[str, int] = {}
    for weight, path in re.findall(r'<path[^>]* data-weight="(\d+)"[^>]* d="([^"]*)"', svg):
        drawn[weight] = max(drawn.get(weight, 0), path.count("M"))
    return drawn


def numbers(svg: str) -> list[str]:
    """The numbers that a figure prints, each once."""
    texts = (re.sub(r"<[^>]*>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg))
    return sorted({text for text in texts if NUMBER.fullmatch(text)})
