"""Links from an answer to the same state as a page, as a frame and as a picture."""

from typing import Any

import orjson

from app.address import Encoder
from app.convolution.arrays import Floats
from app.settings import Settings
from app.state import LayerFields


def links(fields: LayerFields, figure: str, settings: Settings, **view: Any) -> dict[str, str]:
    """The addresses of this state, pages with `view` changed; `{}` when it does not fit into an address.

    What only the API knows is left out.
    """
    if fewest_bytes(fields, settings.max_url_bytes) > settings.max_url_bytes:
        return {}
    encoded = Encoder(fields)
    picture, page = encoded(), encoded(**view)
    paths = {"page": f"/?{page}", "embed": f"/embed?{page}", "figure": f"/figure/{figure}.svg?{picture}"}
    if max(map(len, paths.values())) > settings.max_url_bytes:
        return {}
    return {name: (settings.public_url or "") + path for name, path in paths.items()}


def fewest_bytes(fields: LayerFields, enough: int) -> int:
    """A quick lower bound of the bytes the arrays take in a query; no better one is sought above `enough`."""
    arrays = (fields.input, fields.weight)
    shortest = sum(2 * array.size for array in arrays)
    return shortest if shortest > enough or shortest < WORTH_A_LOOK else sum(map(written_bytes, arrays))


WORTH_A_LOOK = 512
"""Bytes from which on it is quicker to estimate how long an address gets than to write it."""


def written_bytes(array: Floats) -> int:
    """A lower bound of the bytes an array takes in a query, where `1.0` is written as `1`."""
    return len(orjson.dumps(array, option=orjson.OPT_SERIALIZE_NUMPY)) - 2 * array.size
