"""The code that each framework is given for some layers, written down in `codes/`, one file a framework.

Each piece stands under the layer and the input it is for. The suite compares what the core writes with it, and the
long tests run it: so what is written down is known to give the right numbers.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import app.convolution
from app.convolution import Layer

FOLDER = Path(__file__).with_suffix("")
NAMES = ["NumPy", "SciPy", "PyTorch", "JAX", "TensorFlow", "MATLAB/Octave"]


@dataclass(frozen=True)
class Piece:
    """A layer on an input, as code of ours, and what a framework is given for it: a note and, if there is one, code."""

    framework: str
    given: str
    note: str
    code: str | None

    @property
    def layer(self) -> Layer:
        """The layer."""
        return self.both[0]

    @property
    def input(self) -> Any:
        """The input."""
        return self.both[1]

    @property
    def both(self) -> tuple[Layer, Any]:
        """The layer and the input."""
        return eval(f"({self.given})", {**vars(app.convolution), "np": np})  # noqa: S307 (the text is ours)


def pieces(framework: str) -> list[Piece]:
    """All that is written down for a framework."""
    text = (FOLDER / f"{framework.partition('/')[0].lower()}.txt").read_text()
    found = re.findall(r"^#: ([^\n]*)\n#= ([^\n]*)\n(.*?)(?=^#:|\Z)", text, re.MULTILINE | re.DOTALL)
    return [Piece(framework, given, note, code.removesuffix("\n") or None) for given, note, code in found]


PIECES = [piece for name in NAMES for piece in pieces(name)]
