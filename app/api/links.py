"""Links from an answer to the same state as a page, as a frame and as a picture."""

from typing import Any

import orjson

from app.convolution.arrays import Floats
from app.query import encode
from app.settings import Settings
from app.state import LayerFields, State


def links(fields: LayerFields, figure: str, settings: Settings, **view: Any) -> dict[str, str]:
    """The addresses of this state, pages with `view` changed; `{}` when it does not fit into an address."""
    if fewest_bytes(fields.input) + fewest_bytes(fields.weight) > settings.max_url_bytes:
        return {}
    state = state_of(fields)
    picture = encode(state)
    page = encode(state, **view) if view else picture
    paths = {"page": f"/?{page}", "embed": f"/embed?{page}", "figure": f"/figure/{figure}.svg?{picture}"}
    if max(map(len, paths.values())) > settings.max_url_bytes:
        return {}
    return {name: (settings.public_url or "") + path for name, path in paths.items()}


def fewest_bytes(array: Floats) -> int:
    """A quick lower bound of the bytes an array takes in a query, where `1.0` is written as `1`."""
    return len(orjson.dumps(array, option=orjson.OPT_SERIALIZE_NUMPY)) - 2 * array.size


def state_of(fields: LayerFields) -> State:
    """The state that shows these fields; what only the API knows is left out."""
    names = State.model_fields.keys() & type(fields).model_fields.keys()
    return State(**{name: getattr(fields, name) for name in names})
