"""The only place that writes SVG markup, and so the only one that escapes."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.figures.palette import Paint

Attribute = str | float | None
Points = NDArray[np.floating[Any]]


ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Text that stands in an element or in a quoted attribute.

    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    # four searches for one character are far quicker on a long path than `translate`, which writes it anew
    special = "&" in text or "<" in text or ">" in text or '"' in text
    return text.translate(ESCAPED) if special else text


@lru_cache(maxsize=1 << 13)
def number(value: float) -> str:
    """A coordinate with at most two decimals; most stand in a drawing many times.

    >>> number(22.0), number(0.456), number(-0.001)
    ('22', '0.46', '0')
    """
    if value == int(value):
        return str(int(value))
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attributes(named: Mapping[str, Attribute]) -> str:
    """Attributes, each with a blank before it; none for None. `stroke_width` is written `stroke-width`."""
    text = ""
    for name, value in named.items():  # a page has a thousand elements: a loop is half as slow as a generator
        if value is not None:
            text += f' {attribute_name(name)}="{escape(value) if isinstance(value, str) else number(value)}"'
    return text


@cache
def attribute_name(name: str) -> str:
    """The name of an attribute from that of a parameter."""
    return name.rstrip("_").replace("_", "-")


def tag(name: str, *children: str, paint: Paint | None = None, **named: Attribute) -> str:
    """An element with its attributes and its children, which are markup already.

    >>> tag("g", tag("path", d="M0 0h4"), opacity=0.45)
    '<g opacity="0.45"><path d="M0 0h4"/></g>'
    """
    opening = name if paint is None else name + painted(paint, named.pop("class_", None))
    opening += attributes(named)
    inside = "".join(children)
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"


@cache
def painted(paint: Paint, classes: Attribute) -> str:
    """The attributes of a paint, its classes behind those given; there are few, so each text is made once."""
    found = paint.attributes()
    together = " ".join(str(given) for given in (classes, found.pop("class_")) if given)
    return attributes({**found, "class_": together or None})


def group(*children: str, paint: Paint | None = None, **attributes: Attribute) -> str:
    """A group, or nothing when nothing is in it."""
    return tag("g", *children, paint=paint, **attributes) if any(children) else ""


LEAST_PIECE = 1000
"""Less markup is drawn, sent and read again sooner than it is compared."""

PIECE, PIECE_END = '<g data-piece="', "</g >"
"""What a piece begins and ends with, and nothing else: its end has a blank, so that it is found without parsing."""


def piece(*children: str) -> str:
    """A group that is named after what is in it, so that a page that has it need not be sent it again.

    No step and no highlight changes anything in it, and there is no piece in it.
    """
    inside = "".join(children)
    if len(inside) < LEAST_PIECE:
        return inside
    return f'{PIECE}{sha256(inside.encode()).hexdigest()[:16]}">{inside}{PIECE_END}'


def without(pieces: Container[str], markup: str) -> str:
    """Markup with only the names of these pieces.

    >>> without({"a"}, '<g data-piece="a"><path/></g ><g data-piece="b"><path/></g >')
    '<g data-piece="a"></g ><g data-piece="b"><path/></g >'
    """
    before, *others = markup.split(PIECE)
    for place, text in enumerate(others):
        name = text[: text.index('"')]
        if name in pieces:
            others[place] = f'{name}">{text[text.index(PIECE_END) :]}'
    return PIECE.join([before, *others])


def label(x: float, y: float, content: str, paint: Paint | None = None, **attributes: Attribute) -> str:
    """Text centred on a point in both directions, by `dy`, which every renderer places alike."""
    return tag("text", escape(content), x=x, y=y, dy=".355em", paint=paint, **attributes)


def numbers(values: Iterable[float]) -> list[str]:
    """Many coordinates, as `number` writes each.

    >>> numbers([22.0, 0.456, -0.001])
    ['22', '0.46', '0']
    """
    array = np.asarray(values, dtype=np.float64)
    return all_numbers(array) if array.size > FEW_NUMBERS else few_numbers(array.tobytes())


FEW_NUMBERS = 256
"""Up to so many coordinates are remembered: of a drawing most are those of the last edit."""


@lru_cache(maxsize=1 << 9)
def few_numbers(values: bytes) -> list[str]:
    """Some numbers, given as their bytes; who gets them only reads them."""
    return all_numbers(np.frombuffer(values))


def all_numbers(array: Points) -> list[str]:
    """Coordinates with at most two decimals."""
    if (array == np.rint(array)).all():
        return list(map(str, array.astype(np.int64).tolist()))
    rounded = np.round(array, 2) + 0.0  # the sum makes −0 a 0
    return (" ".join(map(repr, rounded.tolist())) + " ").replace(".0 ", " ").split()


BOLD = ' font-weight="600"'


def each_label(xs: Iterable[float], ys: Iterable[float], contents: Sequence[str], bold: int | None = None) -> list[str]:
    """Many plain labels, the one at `bold` in bold; the group round them carries the rest of their style.

    >>> each_label([1, 2], [0, 0], ["a", "b"], bold=1)[1]
    '<text x="2" y="0" dy=".355em" font-weight="600">b</text>'
    """
    return [
        f'<text x="{x}" y="{y}" dy=".355em"{BOLD if place == bold else ""}>{escape(content)}</text>'
        for place, (x, y, content) in enumerate(zip(numbers(xs), numbers(ys), contents, strict=True))
    ]


def labels(xs: Iterable[float], ys: Iterable[float], contents: Sequence[str], bold: int | None = None) -> str:
    """All of `each_label`."""
    return "".join(each_label(xs, ys, contents, bold))


SMALLEST = 11
"""No text is smaller than this, in pixels."""


@lru_cache(maxsize=1 << 11)  # names of columns and units stand in every figure of a page, and in that of the next edit
def math_text(parts: str, size: float) -> str:
    """The inside of a text written as `x_0`, `T^T δ` or `x·w`: single letters in serif italics.

    `_` lowers and `^` raises one word of digits or letters; the blank that ends it is not shown, `~` is one that is.

    >>> math_text("x_0", 18)
    '<tspan class="v" font-family="serif" font-style="italic">x</tspan><tspan dy="3.96" font-size="11.88">0</tspan>'
    """
    pieces, shift = "", 0.0
    for kind, word in split_marks(parts):
        small = max(0.66 * size, SMALLEST)
        target = {"_": 0.22 * size, "^": -0.38 * size}.get(kind, 0.0)
        style = ' class="v" font-family="serif" font-style="italic"' if kind == "" and is_variable(word) else ""
        style += attributes({"dy": target - shift or None, "font-size": small if kind else None})
        pieces += f"<tspan{style}>{escape(word)}</tspan>"
        shift = target
    return pieces


def is_variable(word: str) -> bool:
    """Whether a word of a formula is a variable: one letter, perhaps with a prime."""
    return len(word.rstrip("′")) == 1 and (word[0].isalpha() or word[0] == "∂")


def split_marks(parts: str) -> list[tuple[str, str]]:
    """The words of a written formula with the mark before each: `_`, `^` or none."""
    words = re.findall(r"([_^])([0-9A-Za-z−+,]+) ?|([^\W\d_]+′?)|([^_^\w]+|\d+)", parts)
    return [
        (mark, marked) if mark else ("", (letters or other).replace("~", "\u00a0"))
        for mark, marked, letters, other in words
    ]


def formula(x: float, y: float, parts: str, size: float, paint: Paint | None = None, **attributes: Attribute) -> str:
    """A text written as `math_text` reads it, centred on a point upright."""
    return tag("text", math_text(parts, size), x=x, y=y, dy=".355em", font_size=size, paint=paint, **attributes)


def use(reference: str, paint: Paint | None = None, **attributes: Attribute) -> str:
    """A second showing of an element that is drawn once."""
    return tag("use", href=f"#{reference}", paint=paint, **attributes)


def moves(steps: Points) -> str:
    """Relative subpaths: each column (dx, dy, a, b) moves by (dx, dy), then draws a line by (a, b)."""
    if steps.size and (steps == steps[:, :1]).all():
        return "m{} {}l{} {}".format(*map(number, steps[:, 0].tolist())) * len(steps[0])
    return "".join(map("m{} {}l{} {}".format, *map(numbers, steps)))


def lines(x0: Points, y0: Points, x1: Points, y1: Points) -> str:
    """One subpath for each line: the first starts absolutely, the others relative to the end before.

    Relative moves repeat to the letter along a diagonal, which is what makes a large drawing small.

    >>> lines(np.array([0., 10.]), np.array([0., 0.]), np.array([5., 15.]), np.array([9., 9.]))
    'M0 0l5 9m5 -9l5 9'
    """
    if not x0.size:
        return ""
    dx, dy = x1 - x0, y1 - y0
    first = "M{} {}l{} {}".format(*map(number, (x0[0], y0[0], dx[0], dy[0])))
    return first + moves(np.array([x0[1:] - x1[:-1], y0[1:] - y1[:-1], dx[1:], dy[1:]]))


def copies(x: Points, y: Points, shape: str) -> str:
    """One subpath of a closed shape (it ends in `z`) at each point, the first absolute, the others relative.

    >>> copies(np.array([0., 4.]), np.array([0., 4.]), "h3v3h-3z")
    'M0 0h3v3h-3zm4 4h3v3h-3z'
    """
    if not x.size:
        return ""
    first = f"M{number(x[0])} {number(y[0])}{shape}"
    if x.size == 1:
        return first
    steps = np.array([x[1:] - x[:-1], y[1:] - y[:-1]])
    if (steps == steps[:, :1]).all():
        dx, dy = map(number, steps[:, 0].tolist())
        return first + f"m{dx} {dy}{shape}" * (x.size - 1)
    return first + "".join(f"m{dx} {dy}{shape}" for dx, dy in zip(*map(numbers, steps), strict=True))


def line_run(x0: float, y0: float, x1: float, y1: float, step: float, count: int) -> str:
    """`count` equal lines, each `step` to the right of the one before; what `lines` writes for them.

    >>> line_run(0, 0, 5, 9, step=10, count=2)
    'M0 0l5 9m5 -9l5 9'
    """
    shape = f"l{number(x1 - x0)} {number(y1 - y0)}"
    return f"M{number(x0)} {number(y0)}{shape}" + f"m{number(x0 + step - x1)} {number(y0 - y1)}{shape}" * (count - 1)


def copy_run(x: float, y: float, shape: str, dx: float, dy: float, count: int) -> str:
    """`count` copies of a closed shape, each (dx, dy) from the one before; what `copies` writes for them.

    >>> copy_run(0, 0, "h3v3h-3z", 4, 4, count=2)
    'M0 0h3v3h-3zm4 4h3v3h-3z'
    """
    return f"M{number(x)} {number(y)}{shape}" + f"m{number(dx)} {number(dy)}{shape}" * (count - 1)


@cache
def box(width: float, height: float) -> str:
    """The closed outline of a rectangle from its top left corner, for `copies`."""
    return f"h{number(width)}v{number(height)}h{number(-width)}z"


@cache
def pill(width: float, height: float) -> str:
    """The closed outline of a box with round ends, from the left end of its upper edge, for `copies`."""
    r, straight = height / 2, width - height
    arc = f"a{number(r)} {number(r)} 0 0 1 0 "
    return f"h{number(straight)}{arc}{number(height)}h{number(-straight)}{arc}{number(-height)}z"


def dots(x: Points, y: Points) -> str:
    """Lines of no length, which a round cap makes dots."""
    return copies(x, y, "h0z")


def translations(x: Points, y: Points) -> str:
    """Where something stands at each step, for `data-moves`: `x,y` pairs by blanks."""
    # most things move along one axis: one join in place of many texts
    if y.size and (y == y[0]).all():
        tail = f",{number(y[0])}"
        return f"{tail} ".join(numbers(x)) + tail
    if x.size and (x == x[0]).all():
        head = f"{number(x[0])},"
        return head + f" {head}".join(numbers(y))
    return " ".join(map("{},{}".format, numbers(x), numbers(y)))


def translate(x: float, y: float) -> str:
    """The value of a `transform` that moves."""
    return f"translate({number(x)} {number(y)})"
