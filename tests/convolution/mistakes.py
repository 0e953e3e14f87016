"""What can go wrong, from the table `mistakes.txt`."""

import re
from pathlib import Path

import numpy as np
import pytest

import app.convolution
from app.convolution import ConvolutionError

TABLE = Path(__file__).with_suffix(".txt").read_text()
MISTAKES = re.findall(r"^(\S.*)\n    (\w+) (\S+): (.*)$", TABLE, re.MULTILINE)
"""What was done, the error, the field it is about, and its sentence."""


def caught(code: str) -> ConvolutionError:
    """The error that the code raises."""
    with pytest.raises(ConvolutionError) as fault:
        eval(code, {**vars(app.convolution), "np": np})  # noqa: S307 (the table is ours)
    return fault.value
