"""What moves in `sliding`: the stencil of weights, the products, and the frame of the step."""

from collections.abc import Sequence

import numpy as np

from app.figures.bias import bias_term
from app.figures.layout import fitting_size, for_filter, longest, text_width
from app.figures.numbers import written
from app.figures.palette import Paint, digit_colour, draws, fills
from app.figures.scene import Scene
from app.figures.strip import (
    BIAS_HEIGHT,
    OUTPUT_HEIGHT,
    ROW,
    STENCIL_TOP,
    TAPE_TOP,
    Strip,
)
from app.figures.svg import (
    Points,
    formula,
    group,
    label,
    labels,
    tag,
    translate,
    translations,
    use,
)

FEW = 12
"""Outputs whose products are written out to find a size for them: each takes as long as drawing twenty elements."""

ARROW_NOTE = 118
"""Room beside the arrow of the backward pass for its words, in pixels."""


def moving(strip: Strip, dimmed: float | None) -> str:
    """What moves with the window: stencil, frame, products, rule, and the frame of the output."""
    scene = strip.scene
    x = strip.columns.over_filters(strip.columns.window_starts)
    return group(
        group(stencils(strip), data_base="", opacity=dimmed),
        highlights(strip),
        backward_arrow(strip) if scene.backward else group(products(strip), data_base="", opacity=dimmed),
        frames(strip),
        transform=translate(x[scene.step], 0),
        data_moves=translations(x, np.zeros_like(x)),
    )


def stencil_texts(strip: Strip) -> Sequence[str | None]:
    """What the cells of the stencil say when it is not the weight: x·δ in the backward pass."""
    if strip.scene.backward:
        return contribution_texts(strip.scene, strip.scene.step)
    return [None] * strip.scene.filter_size


def contribution_texts(scene: Scene, output: int) -> list[str]:
    """x·δ for each tap of one output, as written."""
    values = scene.slide.step(output).values * scene.delta.ravel()[output]
    return written(values)


def product_texts(scene: Scene, output: int) -> list[str]:
    """x·w for each tap of one output, as written."""
    return written(scene.slide.step(output).products)


def some_product_texts(scene: Scene) -> list[str]:
    """The products of a few outputs, or of all, and of that with the largest: one size of type is to fit them."""
    slide = scene.slide
    products = (slide.values * slide.taps[:, None]).reshape(scene.outputs, -1)
    largest = int(np.abs(products).max(axis=1).argmax())
    rows = {*range(0, scene.outputs, max(scene.outputs // FEW, 1)), largest}
    return [text for row in sorted(rows) for text in written(products[row])]


def stencil_cells(strip: Strip, channel: int) -> list[str]:
    """The cells of one filter's stencil in window order."""
    weights = strip.weights(channel)
    texts = stencil_texts(strip)[strip.place * len(weights) : (strip.place + 1) * len(weights)]
    y = strip.top + STENCIL_TOP
    return [
        tap_cell(strip, x, y, ROW, weight, text, identity=f"sli-w{weight}")
        for x, weight, text in zip(strip.taps.tolist(), weights, texts, strict=True)
    ]


def stencils(strip: Strip) -> str:
    """The stencil of each filter; only that of the step's filter is seen."""
    return "".join(
        for_filter(
            strip.scene,
            channel,
            *stencil_cells(strip, channel),
            data_slots="" if strip.scene.backward else None,
        )
        for channel in strip.scene.shown_filters
    )


def highlights(strip: Strip) -> str:
    """For each weight its cell again with a double outline, seen while the weight is highlighted."""
    scene = strip.scene
    return "".join(
        for_filter(
            scene,
            channel,
            *(
                group(
                    use(f"sli-w{weight}"),
                    inner_outline(strip, x),
                    data_kin=str(weight),
                    display=None if scene.highlight == weight else "none",
                )
                for x, weight in zip(strip.taps.tolist(), strip.weights(channel), strict=True)
            ),
        )
        for channel in scene.shown_filters
    )


def inner_outline(strip: Strip, x: float) -> str:
    """A second line inside a cell of the stencil, where there is room for one."""
    if strip.pitch <= 24:
        return ""
    return tag(
        "rect",
        x=x + 5,
        y=strip.top + STENCIL_TOP + 5,
        width=strip.pitch - 10,
        height=ROW - 10,
        rx=1,
        paint=Paint(fill="none", stroke="rim", width=1.5),
    )


def products(strip: Strip) -> str:
    """The products with plus signs between them, crossed out where the tap is on padding, and the rule below."""
    scene, y = strip.scene, strip.products
    xs = strip.taps + strip.pitch / 2
    end = strip.taps[-1] + strip.pitch
    rule = tag("path", d=f"M10 {strip.rule:g}H{end - 10:g}", paint=draws("ink", 1.5))
    if not strip.columns.digits:
        word = label(end / 2, y, f"{scene.kernel_size} products", fills("muted"), font_size=13)
        return word + biases(strip, end / 2) + rule
    texts = product_texts(scene, scene.step)
    size = fitting_size(some_product_texts(scene), strip.pitch - 16, 17)
    terms = group(
        *(label(x, y, text, data_slot="") for x, text in zip(xs.tolist(), texts, strict=True)),
        font_size=size,
        class_="n",
        data_slots="",
    )
    between = (xs[1:] + xs[:-1]) / 2
    pluses = group(
        labels(between.tolist(), [y] * between.size, ["+"] * between.size),
        paint=fills("muted"),
        font_size=plus_size(strip, size),
    )
    return terms + pluses + strikes(strip, xs, y) + biases(strip, end / 2) + rule


def plus_size(strip: Strip, products: float) -> float:
    """The size of a plus sign between two products of some size: small where columns are narrow or numbers long."""
    return min(16 if strip.pitch > 40 else 13, products + 2)


def biases(strip: Strip, x: float) -> str:
    """The bias of the step's filter, under the products."""
    if not strip.biased or strip.scene.bias is None:
        return ""
    texts = written(strip.scene.bias)
    y = strip.products + BIAS_HEIGHT
    return "".join(
        for_filter(strip.scene, channel, bias_term(x, y, text, channel)) for channel, text in enumerate(texts)
    )


def strikes(strip: Strip, xs: Points, y: float) -> str:
    """A stroke through each product whose tap reads no input; seen where the step's window is off the input."""
    off = strip.scene.axis.windows[strip.scene.position] < 0
    if not (strip.scene.axis.windows < 0).any():
        return ""
    return group(
        *(
            tag("path", d=f"M{x - 12:g} {y + 6:g}l24 -12", display=None if crossed else "none")
            for x, crossed in zip(xs.tolist(), off.tolist(), strict=True)
        ),
        paint=draws("ink", 1.25),
        data_strikes="",
    )


def backward_arrow(strip: Strip) -> str:
    """The arrow by which δ comes up from the output to every tap."""
    x, top, bottom = (
        strip.scene.axis.span * strip.pitch / 2,
        strip.top + STENCIL_TOP + ROW + 8,
        strip.output_top - 6,
    )
    arrow = tag("path", d=f"M{x:g} {bottom:g}V{top:g}m-4 5l4 -5l4 5", paint=draws("ink", 1.5))
    if x < ARROW_NOTE:
        return arrow
    return arrow + formula(x + 12, (top + bottom) / 2, "each collects ~x·δ", 13, fills("muted"), text_anchor="start")


def frames(strip: Strip) -> str:
    """The frame of the step: round the window and its stencil, and round the output under its centre."""
    span, pitch = strip.scene.axis.span, strip.pitch
    output = tag(
        "rect",
        x=span * pitch / 2 - strip.pitch / 2,
        y=strip.output_top,
        width=strip.pitch,
        height=OUTPUT_HEIGHT,
        rx=1,
    )
    return group(window_frame(strip), output, paint=draws("ink", 3), data_frame="")


def window_frame(strip: Strip) -> str:
    """The frame round the window and its stencil."""
    width = strip.scene.axis.span * strip.pitch
    return tag("rect", x=0, y=strip.top + TAPE_TOP, width=width, height=2 * ROW + 2, rx=2)


def tap_cell(
    strip: Strip, x: float, y: float, height: float, weight: int, text: str | None = None, identity: str | None = None
) -> str:
    """One weight as a coloured cell with its number, and its name where there is room."""
    scene, pitch = strip.scene, strip.pitch
    colour = scene.colour(weight)
    digits = digit_colour(colour) if scene.tied else "ink"
    cell = tag(
        "rect",
        x=x + 3,
        y=y + 3,
        width=pitch - 6,
        height=height - 6,
        rx=1.5,
        paint=Paint(fill=colour, stroke="rim" if scene.tied else "outline", width=1),
    )
    if not strip.columns.digits:
        return group(cell, id=identity, data_weight=str(weight))
    shown = scene.weight_texts[weight] if text is None else text
    named = height >= ROW and text_width("0" * longest([*scene.weight_texts, shown]), 15) <= pitch - 50
    tap = weight % scene.kernel_size
    name = formula(x + 7, y + height / 2 - 4, f"w_{tap}", 13, fills(digits), text_anchor="start") if named else ""
    size = fitting_size([*scene.weight_texts, shown], pitch - (40 if named else 10), 18)
    size = min(size, height * 0.55)
    number = label(
        x + pitch / 2, y + height / 2, shown, fills(digits), font_size=size, class_="n", data_slot="" if text else None
    )
    return group(cell, name, number, id=identity, data_weight=str(weight))
