"""The bias of a filter wherever it stands in a figure: a number that is edited in place, without a hue of its own."""

from app.figures.layout import text_width
from app.figures.numbers import bracketed, one
from app.figures.palette import fills
from app.figures.scene import Scene
from app.figures.svg import formula, group, label

SIZE = 17


def bias_term(x: float, y: float, text: str, channel: int) -> str:
    """`+ (−45)` centred on a point: the bias as a term of a sum."""
    shown = bracketed(text)
    plus = label(x - text_width(shown, SIZE) / 2, y, "+", fills("muted"), font_size=16)
    return plus + group(label(x + 8, y, shown), font_size=SIZE, class_="n", data_bias=channel)


def bias_words(scene: Scene, channel: int, x: float, y: float) -> str:
    """`b = −45` from x on; nothing without a bias."""
    if scene.bias is None:
        return ""
    number = label(x + 26, y, one(float(scene.bias[channel])), font_size=14, text_anchor="start", class_="n")
    return formula(x, y, "b~=", 14, fills("muted"), text_anchor="start") + group(number, data_bias=channel)
