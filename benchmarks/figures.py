"""The figures against the usual way: a template with one element for each connection, cell and node."""

import gzip
from collections.abc import Callable, Iterator

import jinja2
import numpy as np

from app.convolution import Layer
from app.figures import FIGURES, Scene
from benchmarks import pictures
from benchmarks.report import Row
from benchmarks.timing import compare

SIZES = ((32, 5), (512, 31))

NETWORK = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} 200" width="{{ width }}" height="200">
{% for output, input, weight in ties %}\
<line x1="{{ 20 * input + 10 }}" y1="180" x2="{{ 20 * output + 10 }}" y2="20" stroke="{{ colours[weight % 10] }}"/>
{% endfor %}\
{% for value in inputs %}<circle cx="{{ 20 * loop.index0 + 10 }}" cy="180" r="8"><title>{{ value }}</title></circle>
{% endfor %}\
{% for value in outputs %}<circle cx="{{ 20 * loop.index0 + 10 }}" cy="20" r="8"><title>{{ value }}</title></circle>
{% endfor %}\
</svg>
"""

MATRIX = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{{ width }}" height="{{ height }}">
{% for output, input, weight in ties %}\
<rect x="{{ 4 * input }}" y="{{ 4 * output }}" width="4" height="4" fill="{{ colours[weight % 10] }}"/>
{% endfor %}\
</svg>
"""

COLOURS = [f"#{value:06x}" for value in range(0x3F90DA, 0x3F90DA + 10)]


def templated(source: str, layer: Layer, values: np.ndarray) -> Callable[[], str]:
    """A drawing by the usual way; numbers and ties are computed anew each time, as ours are."""
    template = jinja2.Environment(autoescape=True).from_string(source)

    def draw() -> str:
        ties = layer.ties(values.shape)
        return template.render(
            ties=list(zip(ties.output.tolist(), ties.input.tolist(), ties.weight.tolist(), strict=True)),
            inputs=values.tolist(),
            outputs=layer.forward(values).tolist(),
            colours=COLOURS,
            width=20 * values.size,
            height=4 * ties.outputs,
        )

    return draw


def drawn(name: str, layer: Layer, values: np.ndarray) -> Callable[[], str]:
    """Our drawing, from the numbers to the text."""
    return lambda: FIGURES[name](Scene(layer, values))


def rows() -> Iterator[Row | str]:
    """Both figures at a size that fits a page and at one that does not; then pictures by URL."""
    for name, source in (("network", NETWORK), ("matrix", MATRIX)):
        for inputs, taps in SIZES:
            layer, values = Layer(np.arange(1.0, taps + 1)), np.sin(np.arange(inputs))
            ours, peer = drawn(name, layer, values), templated(source, layer, values)
            yield Row(
                f"{name}, {inputs} inputs, {taps} taps",
                f"one element each, Jinja2 {jinja2.__version__}",
                compare(ours, peer),
                f"gzip {kilobytes(ours())} kB, peer {kilobytes(peer())} kB",
            )
    yield from pictures.rows()


def kilobytes(text: str) -> str:
    """The size of a text as it is sent, in kB.

    >>> kilobytes("a" * 100_000)
    '0.1'
    """
    return f"{len(gzip.compress(text.encode(), mtime=0)) / 1000:.1f}"
