"""The fields of a query of the API: those that a POST takes too, and whatever belongs to a view."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from app.query import READERS, Reader, decode, nest, once, read_flag, read_parts, read_whole, read_whole_per_axis
from app.state import VIEW_KEYS

API_READERS: Mapping[str, Reader] = READERS | {
    "steps": read_flag,
    "contributions": read_flag,
    "dense": read_flag,
    "rows": read_whole_per_axis,
    "output_padding": read_whole_per_axis,
    "layers": read_parts,
    "output": read_whole,
    "part": read_whole,
}
"""How the fields that only the API has are read, beside those of every page."""


def read_options(request: Request) -> dict[str, Any]:
    """The fields in the query. Keys of a view belong to a shared address and have no effect here.

    Raises QueryError.
    """
    items = [(key, text) for key, text in once(request.query_params.multi_items()) if key not in VIEW_KEYS]
    return nest(decode(items, API_READERS))
