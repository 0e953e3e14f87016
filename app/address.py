"""The query string as it is written: one canonical text for one state. `app.query` reads it."""

import json
import math
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import numpy as np
from pydantic import BaseModel

from app.query import NESTED
from app.state import STATE_KEYS, State


class Encoder:
    """The canonical queries of a state and of the states beside it; each field of the state is written once.

    >>> encoded = Encoder(State(input=[1, 2, 3, 4], weight=[5, 6, 7], padding="full"))
    >>> encoded(), encoded(step=2)
    ('input=1,2,3,4&weight=5,6,7&padding=full', 'input=1,2,3,4&weight=5,6,7&padding=full&step=2')
    """

    def __init__(self, state: BaseModel) -> None:
        fields = NOTHING | flatten(state)
        self.fields = {key: "" if fields[key] is NOTHING[key] else pair(key, fields[key]) for key in STATE_KEYS}

    def __call__(self, **changes: Any) -> str:
        """The query with some fields changed: keys in order, defaults left out, commas unescaped."""
        fields = self.fields | {key: pair(key, value) for key, value in changes.items()}
        return "&".join(filter(None, fields.values()))


def flatten(model: BaseModel) -> dict[str, Any]:
    """The fields of a model as a query has them: `nest` the other way round, what is not given left out.

    >>> list(flatten(State(input=[1], weight=[1], pooling={"kind": "max", "size": 2})))[11:14]
    ['pooling.kind', 'pooling.size', 'pooling.stride']
    """
    found: dict[str, Any] = {}
    for key in type(model).model_fields:
        value = getattr(model, key)
        if isinstance(value, BaseModel):
            found |= {f"{key}.{inner}": inside for inner, inside in flatten(value).items()}
        elif key not in NESTED:
            found[key] = value
    return found


def encode(state: BaseModel, **changes: Any) -> str:
    """The canonical query of a state, some fields changed.

    >>> encode(State(input=[1, 2, 3, 4], weight=[5, 6, 7], padding="full"), step=2)
    'input=1,2,3,4&weight=5,6,7&padding=full&step=2'
    """
    return Encoder(state)(**changes)


def pair(key: str, value: Any) -> str:
    """One field as it stands in a query; nothing for a default."""
    return "" if is_default(key, value) else f"{key}={quote(write(value), safe=',;')}"


def default_values() -> dict[str, Any]:
    """The default of every field that need not be given, those of nested fields by their dotted keys."""
    models: dict[str, type[BaseModel]] = {"": State, **{f"{outer}.": model for outer, model in NESTED.items()}}
    return {
        prefix + name: field.default
        for prefix, model in models.items()
        for name, field in model.model_fields.items()
        if not field.is_required()
    }


DEFAULTS = default_values()
REQUIRED = object()
"""What stands for the default of a field that has none."""


NOTHING = dict.fromkeys(STATE_KEYS) | DEFAULTS
"""What a state says that says nothing; most states say nothing of most keys."""


def is_default(key: str, value: Any) -> bool:
    """Whether a field need not be written."""
    default = DEFAULTS.get(key, REQUIRED)
    return value is default or (not isinstance(value, np.ndarray) and value == default)


def write(value: Any) -> str:
    """One field's value as canonical text."""
    if isinstance(value, np.ndarray):
        return write_array(value)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return write_number(value)
    if isinstance(value, str):
        return value
    if any(isinstance(item, list) for item in value) and len(value) == 1:
        return json.dumps(value, separators=(",", ":"))
    return ";".join(map(write, value)) if isinstance(value[0], list) else ",".join(map(write, value))


def write_array(array: Any) -> str:
    """Numbers by commas, at least two rows by semicolons, anything else as JSON.

    >>> write_array(np.array([[1.0, 2.5]])), write_array(np.array([[1.0], [2.0]])), write_array(np.array(3.0))
    ('[[1,2.5]]', '1;2', '3')
    """
    if array.ndim == 0:
        return write_number(array.item())
    if array.ndim == 1:
        return ",".join(map(write_number, array.tolist()))
    if array.ndim == 2 and len(array) > 1:
        return ";".join(map(write_array, array))
    return write_nested(array.tolist())


def write_nested(values: Any) -> str:
    """Nested lists as JSON, each number as short as it can be.

    >>> write_nested([[1.0, 2.0], [3.0, 4.5]])
    '[[1,2],[3,4.5]]'
    """
    if not isinstance(values, list):
        return write_number(values)
    inner = write_nested if values and isinstance(values[0], list) else write_number
    return "[" + ",".join(map(inner, values)) + "]"


@lru_cache(maxsize=4096)  # the inputs of an image are few numbers, and stand in each of a page's hundred addresses
def write_number(number: float) -> str:
    """The shortest text that reads back as the same number, without a plus sign or a needless point.

    >>> write_number(38.0), write_number(0.1), write_number(1e22)
    ('38', '0.1', '1e22')
    """
    if math.isfinite(number) and number == int(number) and abs(number) < 1e16:
        return str(int(number))
    return repr(float(number)).replace("e+", "e")
