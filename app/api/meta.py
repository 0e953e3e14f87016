"""`/meta`: what this service is and takes."""

from collections.abc import Sequence
from typing import get_args

from app import __version__
from app.api.answers import Content
from app.api.operations.latex import LatexRequest
from app.api.operations.toeplitz import ToeplitzRequest
from app.convolution import ACTIVATIONS, OPERATIONS, PADDING_MODES, PADDING_NAMES, POOLINGS
from app.settings import Settings
from app.state import Fields

VOCABULARY: dict[str, Sequence[str]] = {
    "operation": OPERATIONS,
    "padding": PADDING_NAMES,
    "padding_mode": PADDING_MODES,
    "activation": tuple(ACTIVATIONS),
    "pooling.kind": POOLINGS,
    "format": get_args(ToeplitzRequest.model_fields["format"].annotation),
    "entries": get_args(LatexRequest.model_fields["entries"].annotation),
}


class MetaRequest(Fields):
    """Nothing: what the service is depends on nothing."""


def meta(settings: Settings) -> Content:
    """The version, the limits, and the words that the fields take."""
    return {"version": __version__, "limits": settings.limits(), "vocabulary": VOCABULARY}
