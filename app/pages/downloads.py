"""The arrays of a state as files: CSV, JSON and NumPy's own format."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.address import write_nested, write_number
from app.convolution.arrays import Floats
from app.figures import Scene

LARGEST = 131_072
"""Cells of the largest array that is sent as a file."""

ARRAYS: dict[str, tuple[str, Callable[[Scene], Floats]]] = {
    "input": ("input *x*", lambda scene: scene.input),
    "weight": ("weights *w*", lambda scene: scene.layer.weight),
    "matrix": ("matrix *T*", lambda scene: scene.matrix.dense()),
    "pre-activation": ("output *z*, before *f*", lambda scene: as_output(scene, scene.pre_activation)),
    "activation": ("output *a* = *f*(*z*)", lambda scene: as_output(scene, scene.activation)),
    "upstream": ("upstream gradient", lambda scene: as_output(scene, scene.upstream_values)),
    "delta": ("δ, the gradient of *z*", lambda scene: as_output(scene, scene.delta)),
    "weight-gradient": ("gradient of the weights", lambda scene: scene.gradients.weight),
    "input-gradient": ("gradient of the input", lambda scene: scene.gradients.input),
}
"""Every array by the name of its file: what it is called, and where it is found. No array needs a state of its own."""


@dataclass(frozen=True)
class Download:
    """An array that can be had as a file."""

    name: str
    title: str
    shape: tuple[int, ...]


def downloads(scene: Scene) -> list[Download]:
    """The arrays of a state that are not too large for a file."""
    shapes = {
        "input": scene.input.shape,
        "weight": scene.layer.weight.shape,
        "weight-gradient": scene.layer.weight.shape,
        "input-gradient": scene.input.shape,
        "matrix": (scene.outputs, scene.input.size),
    }
    found = [Download(name, title, shapes.get(name, scene.plan.output_shape)) for name, (title, _) in ARRAYS.items()]
    return [each for each in found if np.prod(each.shape) <= LARGEST]


def as_output(scene: Scene, values: Floats) -> Floats:
    """Values of outputs in the shape of the output."""
    return values.reshape(scene.plan.output_shape)


def csv(array: Floats) -> bytes:
    """One line for each row, the rows of all channels one below the other; numbers as short as they can be.

    >>> csv(np.array([[1.0, 2.5], [3.0, 4.0]])).splitlines()
    [b'1,2.5', b'3,4']
    """
    rows = array.reshape(-1, array.shape[-1]).tolist()
    return "".join(",".join(map(write_number, row)) + "\r\n" for row in rows).encode()


def as_json(array: Floats) -> bytes:
    """Nested lists, which every field of the page takes again."""
    return write_nested(array.tolist()).encode()


def npy(array: Floats) -> bytes:
    """NumPy's format, version 1.0, little-endian float64."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array, dtype="<f8"), allow_pickle=False)
    return file.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Floats], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv),
    "json": ("application/json", as_json),
    "npy": ("application/x-npy", npy),
}
"""Every format by the ending of its file: its media type, and how an array is written in it."""
