"""What a request means, in a canonical form for its entity tag."""

from typing import Any

import numpy as np
from pydantic import BaseModel


def written(value: Any) -> bytes:
    """A value in a form that is the same for two queries that mean the same, and for no others.

    >>> from app.state import LayerFields
    >>> written(LayerFields(input=[1], weight=[2])) == written(LayerFields(weight=[2.0], input=[1.0], stride=1))
    True
    """
    if isinstance(value, np.ndarray):
        return repr(value.shape).encode() + value.tobytes()
    if isinstance(value, BaseModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    if isinstance(value, list | tuple):
        parts = [written(item) for item in value]
        return b"[" + b"".join(b"%d:" % len(part) + part for part in parts) + b"]"
    return repr(value).encode()
