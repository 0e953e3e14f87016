"""Archives of arrays, sound and unsound ones, made by NumPy and by the standard library."""

import io
import zipfile
from typing import Any

import numpy as np

HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }"


def archive(**arrays: Any) -> bytes:
    """What `numpy.savez` writes."""
    stream = io.BytesIO()
    np.savez(stream, **{name: np.asarray(array) for name, array in arrays.items()})
    return stream.getvalue()


def layer_archive(**arrays: Any) -> bytes:
    """The question's example, some arrays changed or added; `None` leaves one out."""
    given = {"input": [1.0, 2, 3, 4], "weight": [5.0, 6, 7]} | arrays
    return archive(**{name: array for name, array in given.items() if array is not None})


def npy(array: Any) -> bytes:
    """One array as `numpy.save` writes it."""
    stream = io.BytesIO()
    np.save(stream, np.asarray(array))
    return stream.getvalue()


def raw_npy(header: str | bytes = HEADER, data: bytes = b"\0" * 32, magic: bytes = b"\x93NUMPY\x01\x00") -> bytes:
    """An array file with this header and this data, whatever they are."""
    text = header.encode("latin-1") if isinstance(header, str) else header
    return magic + len(text).to_bytes(2 if magic[6:7] <= b"\x01" else 4, "little") + text + data


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP archive of these members, which may have one name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as writer:
        for name, content in members:
            writer.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


WEIGHT = ("weight.npy", npy([5.0, 6, 7]))


def with_input(content: bytes, name: str = "input.npy") -> bytes:
    """A layer whose input is this member."""
    return zipped((name, content), WEIGHT)
