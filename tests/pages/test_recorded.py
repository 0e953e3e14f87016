"""Pages pasted long ago: what their addresses meant when they were recorded, they mean for ever."""

import json
from pathlib import Path

import pytest

from tests.pages.recorded import meaning

RECORDED = sorted((Path(__file__).parents[1] / "recorded").glob("v*/*.json"))
STATES = {f"{path.parent.name}/{path.stem}": json.loads(path.read_text()) for path in RECORDED}


@pytest.mark.parametrize("name", STATES)
def test_a_recorded_address_means_what_it_meant(name):
    """The canonical query, every number, every tie and every sentence; a figure may show more numbers, never fewer."""
    found, recorded = meaning(STATES[name]["query"]), dict(STATES[name]["means"])
    shown, once = found.pop("shown"), recorded.pop("shown")
    assert found == recorded
    assert list(shown) == list(once)
    for figure, numbers in once.items():
        assert set(numbers) <= set(shown[figure]), figure


def test_every_kind_of_address_is_recorded():
    """The question and its six answers, both directions, all three layers, channels, two axes, padding, pooling."""
    together = " ".join(state["query"] for state in STATES.values())
    for part in ("padding=full", "padding=same", "operation=convolution", "view=", "compare=dense", "groups=", "dims="):
        assert part in together
    for part in ("padding_mode=circular", "pooling.kind=max", "learning_rate=", "highlight=", "stride=", "v=1"):
        assert part in together
    assert len(STATES) >= 16
