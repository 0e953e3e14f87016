"""The states that teach: each shows what its sentence says."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.address import encode
from app.pages.presets import PRESETS, drawn_presets
from app.pages.reading import decode_fields, validate
from app.settings import Settings
from tests.convolution.snippets import code_of, printed

OUTPUTS = {
    "The question's example": [38, 56],
    "As the asker wrote it": [5, 16, 34, 52, 45, 28],
    "A kernel as long as the input": [70],
    "Moving average": [4, 4, 4, 6, 8],
    "Difference": [0, 0, 4, 0, -3, 0],
    "Matched filter": [3, -1, -3, 14, -3, -4, 3],
    "Causal": [7, 20, 38, 56],
    "Dilated": [58, 76],
    "A stride that does not divide": [38, 74],
    "A bias of −45 and ReLU": [-7, 11],
    "Circular shift": [4, 1, 2, 3],
    "Blur": [[1, 1, 1], [1, 2, 1], [1, 1, 1]],
    "Sharpen": [[2, 0, 0], [0, 8, 6], [0, 6, 4]],
    "Sobel pair": [[[36, 36, 0], [27, 27, 0], [9, 9, 0]], [[0, 0, 0], [-9, -27, -36], [-9, -27, -36]]],
    "Depthwise": [[-2, -2], [9, 6]],
    "1 × 1": [[[51, 62], [73, 84]]],
}
"""The outputs before f, worked by hand."""


def state_of(preset):
    """The state of a preset, drawn or not."""
    fields, errors = decode_fields(dict(parse_qsl(preset.query)))
    assert errors == {}
    state, misfits = validate(fields)
    assert misfits == {}
    return state


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_each_preset_is_a_canonical_state_with_its_numbers(preset):
    """Its link is the address that the page gives itself, and its outputs are those worked by hand."""
    state = state_of(preset)
    assert encode(state) == preset.query
    assert state.layer().forward(state.input).tolist() == OUTPUTS[preset.name]


@pytest.mark.parametrize("framework", ["NumPy", "SciPy"])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_code_of_each_preset_prints_its_numbers(preset, framework):
    """Executed as it stands."""
    state = state_of(preset)
    assert np.asarray(printed(code_of(state.layer(), state.input, framework))).tolist() == OUTPUTS[preset.name]


@pytest.mark.parametrize("preset", drawn_presets(Settings()), ids=lambda preset: preset.name)
def test_each_drawn_preset_says_what_it_shows(preset, page):
    """Its sentence stands in the menu, marked, and over the figures."""
    shown = page(f"/?{preset.query}")
    marked = [link for link in shown.one("ul", class_="presets").walk() if link.get("aria-current") == "true"]
    assert [link.get("href") for link in marked] == [f"/?{preset.query}"]
    assert preset.name in marked[0].text
    assert preset.says in marked[0].text


def test_what_is_not_drawn_is_not_offered(page):
    """No link of the menu leads to an error."""
    links = [link.get("href") for link in page("/").one("ul", class_="presets").walk() if link.tag == "a"]
    assert len(links) >= 11
    for link in links:
        page(link)
