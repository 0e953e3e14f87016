"""The fields of a query of the API: those of every page, and a few that only the API has."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request

from app.query import READERS, Reader, decode, read_flag
from app.state import STATE_KEYS

# How the fields that only the API has are read from a query.
API_READERS: Mapping[str, Reader] = READERS | {"steps": read_flag, "contributions": read_flag, "dense": read_flag}


def read_options(request: Request, model: type[BaseModel]) -> dict[str, Any]:
    """The fields in the query. Keys of a view belong to a shared address and have no effect here.

    Raises QueryError.
    """
    unused = set(STATE_KEYS) - set(model.model_fields)
    return decode([(key, text) for key, text in request.query_params.multi_items() if key not in unused], API_READERS)
