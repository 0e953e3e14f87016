"""Every colour and type face of the figures, by role, in light and dark."""

from functools import cache
from typing import NamedTuple

TAPS = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#92dadd",
    "#94a4a2",
    "#717581",
)
"""The colours of the weights in order (Petroff 10, the two greys last): the only hues, and only for ties."""

ROLES = {
    "page": ("#fbfaf7", "#16181c"),
    "ink": ("#1b1d21", "#eceae4"),
    "muted": ("#5c6068", "#a2a6ad"),
    "outline": ("#8a8f98", "#777c85"),
    "hair": ("#dedbd3", "#31343a"),
    "neutral": ("#efece4", "#2a2d33"),
    "wire": ("#c9c6bd", "#6a6e76"),
    "rim": ("#1b1d21", "#c4c2bb"),
}
"""Ink on paper, in the order of the themes."""

THEMES = ("light", "dark")

READABLE = 4.5
"""The least contrast of words with what they stand on."""

SERIF = "'Iowan Old Style','Palatino Linotype',Palatino,'Liberation Serif','Times New Roman',serif"
SANS = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif"
DIMMED = 0.45
"""The opacity of what a highlight leaves behind."""


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def digit_colour(fill: str) -> str:
    """Ink or white, whichever stands out more on a fill; black where neither can be read (WCAG 2.2, 1.4.3)."""
    better = max(("#1b1d21", "#ffffff"), key=lambda digits: contrast(digits, fill))
    return better if contrast(better, fill) >= READABLE else "#000000"


class Paint(NamedTuple):
    """A fill and a stroke, each a role of ROLES, a colour `#rrggbb`, or `none`."""

    fill: str | None = None
    stroke: str | None = None
    width: float | None = None

    def attributes(self) -> dict[str, str | float | None]:
        """Literal colours as attributes, and a class for each role so that a style sheet can refine them."""
        pairs = (("fill", self.fill), ("stroke", self.stroke))
        classes = " ".join(f"{name[0]}-{value}" for name, value in pairs if value in ROLES)
        colours = {name: ROLES[value][0] if value in ROLES else value for name, value in pairs if value is not None}
        return {**colours, "stroke_width": self.width, "class_": classes or None}


def fills(role: str) -> Paint:
    """A fill without a line."""
    return Paint(fill=role)


def draws(role: str, width: float) -> Paint:
    """A line without a fill."""
    return Paint(fill="none", stroke=role, width=width)


def role_rules(theme: int) -> str:
    """The style rules that give each role its colour, 0 light or 1 dark."""
    return "".join(
        f".f-{role}{{fill:{colours[theme]}}}.s-{role}{{stroke:{colours[theme]}}}" for role, colours in ROLES.items()
    )
