"""What each operation takes: the layer's fields of `app/state.py`, and a few of its own."""

from typing import Literal

from pydantic import Field

from app.state import BackwardFields, Fields, LayerFields


class ConvolutionRequest(LayerFields):
    """A layer and an input, whose output is asked for."""

    steps: bool = Field(False, description="Whether every dot product is answered with its terms.")


class FeatureMapsRequest(LayerFields):
    """A layer and an input, whose feature maps are asked for."""


class ToeplitzRequest(LayerFields):
    """A layer and an input, whose matrix is asked for."""

    format: Literal["dense", "coo"] = Field(
        "dense", description="`dense`: all cells. `coo`: one entry a tie; entries of one cell add up."
    )


class ConnectivityRequest(LayerFields):
    """A layer and an input, whose network is asked for."""


class GradientsRequest(BackwardFields, LayerFields):
    """A layer, an input and a gradient of the output, which is taken back."""

    contributions: bool = Field(False, description="Whether the term of every connection is answered too.")
    dense: bool = Field(False, description="Whether the gradient of a dense layer in its place is answered too.")


class MetaRequest(Fields):
    """Nothing: what the service is depends on nothing."""
