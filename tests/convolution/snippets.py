"""The code that a convention gives, and what it prints."""

import contextlib
import io
import json
from typing import Any

from app.convolution import Layer, conventions_for


def printed(code: str) -> Any:
    """What a piece of code prints, read as nested lists."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<convention>", "exec"), {})  # noqa: S102 (running it is the test)
    return json.loads(out.getvalue())


def code_of(layer: Layer, x: Any, framework: str) -> str:
    """The code that a framework is given."""
    (found,) = [each for each in conventions_for(layer, x) if each.framework == framework]
    assert found.code is not None
    return found.code
