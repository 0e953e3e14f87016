"""What stands in the fields of the form."""

from typing import Any

import numpy as np

from app.address import flatten, write
from app.figures import Scene
from app.pages.reading import ARRAY_KEYS, Reading
from app.state import State


def typed(reading: Reading) -> dict[str, str]:
    """What stands in the fields: what the state says, or, where something does not fit, what was typed."""
    return reading.typed if reading.state is None else state_texts(reading.state)


def state_texts(state: State) -> dict[str, str]:
    """The fields of a state as they are typed; commas get a blank behind them."""
    return {key: field_text(key, value) for key, value in flatten(state).items()}


def field_text(key: str, value: Any) -> str:
    """One field as it is typed; nothing for none and for an empty choice."""
    if value is None or (isinstance(value, tuple) and not value):
        return ""
    return write(value).replace(",", ", ").replace(";", "; ") if key in ARRAY_KEYS else write(value)


def defaults(scene: Scene) -> dict[str, str]:
    """What a field that is left empty stands for, written out, so that its numbers can be changed one by one."""
    biases = np.zeros(scene.filters) if scene.filters > 1 else np.zeros(())
    ones = np.ones(scene.plan.output_shape)
    return {"bias": field_text("bias", biases), "upstream": field_text("upstream", ones)}
