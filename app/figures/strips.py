"""`sliding` along one axis over several input channels: a strip for each, one below the other, and one sum of all."""

from collections.abc import Callable

import numpy as np

from app.figures.bias import bias_term
from app.figures.layout import LABELS, Columns, columns, fitting_size, for_filter, noted, picture, said, viewport
from app.figures.numbers import count, plural, written
from app.figures.palette import DIMMED, draws, fills
from app.figures.resting import reversal
from app.figures.scene import Scene
from app.figures.stencil import highlights, plus_size, stencils, window_frame
from app.figures.strip import (
    BIAS_HEIGHT,
    INDEX_Y,
    OUTPUT_HEIGHT,
    PRODUCTS,
    RESTING_HEIGHT,
    ROW,
    STENCIL_TOP,
    TAPE_TOP,
    Strip,
    reversed_first,
)
from app.figures.svg import formula, group, label, labels, tag, translate, translations
from app.figures.tape import output_tape, tape

BLOCK = PRODUCTS + 22
"""Height of a strip: tape, stencil and products."""

MOST_STRIPS = 4
"""Up to so many channels of a filter have a strip; of more, one is drawn and the others are counted."""

LINE = 26


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    found = columns(scene)
    stack = strips_of(scene, found)
    bottom = sum_bottom(scene, stack[-1])
    height = bottom + OUTPUT_HEIGHT + 6
    notes = noted(captions(scene, found), found.width)
    return picture(
        "sliding",
        found.width + 2,
        height + 20 * len(notes),
        "The kernels slide over the input",
        description(scene),
        names(scene, stack, bottom),
        viewport(found.room, found.complete, height, group(view(scene, stack, bottom))),
        said(notes, LABELS, height + 12),
    )


def view(scene: Scene, stack: list[Strip], bottom: float) -> str:
    """Everything on the tapes: what stands still, and what moves with the window."""
    found, local = stack[0].columns, scene.step - scene.steps.start
    scroll = moved(scene, -found.scroll)
    dimmed = DIMMED if scene.highlight is not None else None
    still = [reversal(strip) for strip in stack] if reversed_first(scene) else []
    output = Strip(scene, found, bottom - 137 - (BIAS_HEIGHT if stack[0].biased else 0))
    return group(
        group(*still, *(tapes(scene, strip) for strip in stack), output_tape(output), data_base="", opacity=dimmed),
        windows(scene, stack, bottom, dimmed),
        transform=translate(scroll[local], 0),
        data_moves=None if found.complete else translations(scroll, np.zeros_like(scroll)),
    )


def windows(scene: Scene, stack: list[Strip], bottom: float, dimmed: float | None) -> str:
    """What moves with the window: the stencils, their sum, and the frames."""
    x = moved(scene, stack[0].columns.window_starts)
    return group(
        group(*map(stencils, stack), data_base="", opacity=dimmed),
        *map(highlights, stack),
        "" if scene.backward else group(sums(scene, stack, bottom), data_base="", opacity=dimmed),
        frames(stack, bottom),
        transform=translate(x[scene.step - scene.steps.start], 0),
        data_moves=translations(x, np.zeros_like(x)),
    )


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    total = written([scene.slide.sums.ravel()[scene.step]])[0]
    return (
        f"{plural(scene.plan.group_inputs, 'kernel')} of {plural(scene.kernel_size, 'tap')} slide together over "
        f"{plural(scene.plan.in_channels, 'channel')} of {plural(scene.axis.input_size, 'input')}; "
        f"their products are added. Output {scene.step} is {total}."
    )


def drawn_places(scene: Scene) -> tuple[int, ...]:
    """The places in a filter's kernels that have a strip."""
    read = scene.plan.group_inputs
    return tuple(range(read)) if read <= MOST_STRIPS else (scene.channel % read,)


def strips_of(scene: Scene, found: Columns) -> list[Strip]:
    """A strip for each channel that is drawn, of the step's group."""
    first, rest = scene.group * scene.plan.group_inputs, RESTING_HEIGHT if reversed_first(scene) else 0
    return [
        Strip(scene, found, rest + place * (BLOCK + rest), channel=first + kernel, place=kernel)
        for place, kernel in enumerate(drawn_places(scene))
    ]


def moved(scene: Scene, by_position: np.ndarray) -> np.ndarray:
    """A number for each position, for the outputs of all steps that a page holds."""
    return by_position[np.arange(scene.steps.start, scene.steps.stop) % scene.positions]


def tapes(scene: Scene, strip: Strip) -> str:
    """The tape of one place in the kernels, for each group of filters; that of the step's group is seen."""
    plan = scene.plan
    groups = sorted({channel // plan.group_outputs for channel in scene.shown_filters})
    if len(groups) == 1:
        return tape(strip)
    return "".join(
        group(
            tape(Strip(scene, strip.columns, strip.top, number * plan.group_inputs + strip.place, strip.place)),
            data_filter=" ".join(str(number * plan.group_outputs + k) for k in range(plan.group_outputs)),
            display=None if number == scene.group else "none",
        )
        for number in groups
    )


def hidden(scene: Scene) -> int:
    """How many channels of a filter have no strip."""
    return scene.plan.group_inputs - len(drawn_places(scene))


def sum_bottom(scene: Scene, last: Strip) -> float:
    """The upper edge of the outputs: below the products, the other channels and the bias."""
    lines = (hidden(scene) > 0) * (not scene.backward) + last.biased
    return last.top + PRODUCTS + 20 + LINE * lines


def step_texts(scene: Scene) -> Callable[[int], tuple[list[str], list[bool]]]:
    """For an output its products, or x·δ, and the sum of the channels without a strip; and what is crossed out."""
    terms = drawn_terms(scene)
    if not columns(scene).digits:
        return lambda output: ([], [])
    if scene.backward:
        return lambda output: (written(contributed(scene, output)[terms]), [])
    return lambda output: (slot_texts(scene, output), (scene.window(output)[terms] < 0).tolist())


def contributed(scene: Scene, output: int) -> np.ndarray:
    """x·δ for each term of an output."""
    values: np.ndarray = scene.slide.step(output).values * scene.delta.ravel()[output]
    return values


def drawn_terms(scene: Scene) -> np.ndarray:
    """The terms of an output that stand in the strips."""
    size = scene.kernel_size
    return (np.array(drawn_places(scene))[:, None] * size + np.arange(size)).ravel()


def slot_texts(scene: Scene, output: int) -> list[str]:
    """The products in the strips, then the sum of the others where there are any."""
    products, terms = scene.slide.step(output).products, drawn_terms(scene)
    rest = [float(products.sum() - products[terms].sum())] if hidden(scene) else []
    return written([*products[terms].tolist(), *rest])


def sums(scene: Scene, stack: list[Strip], bottom: float) -> str:
    """The products of all strips with plus signs between them, the other channels, the bias, and the rule below."""
    first = stack[0]
    xs = first.taps + first.pitch / 2
    end = float(first.taps[-1]) + first.pitch
    rule = tag("path", d=f"M10 {bottom - 5:g}H{end - 10:g}", paint=draws("ink", 1.5))
    extra = biases(scene, end / 2, bottom)
    if not first.columns.digits:
        words = f"{scene.filter_size} products"
        return label(end / 2, stack[-1].products, words, fills("muted"), font_size=13) + extra + rule
    texts = slot_texts(scene, scene.step)
    size = fitting_size(texts, first.pitch - 16, 17)
    slots = [
        label(x, strip.products, texts[place * xs.size + tap], data_slot="")
        for place, strip in enumerate(stack)
        for tap, x in enumerate(xs.tolist())
    ]
    if hidden(scene):
        y = stack[-1].products + LINE
        slots.append(label(end / 2, y, texts[-1], data_slot=""))
    between = (xs[1:] + xs[:-1]) / 2
    pluses = "".join(labels(between.tolist(), [strip.products] * between.size, ["+"] * between.size) for strip in stack)
    joined = "".join(label(2, strip.products, "+") for strip in stack[1:])
    return (
        group(*slots, font_size=size, class_="n", data_slots="")
        + group(pluses, joined, paint=fills("muted"), font_size=plus_size(first, size))
        + strikes(scene, stack)
        + extra
        + rule
    )


def biases(scene: Scene, x: float, bottom: float) -> str:
    """The bias of the step's filter, above the rule."""
    if scene.bias is None:
        return ""
    texts = written(scene.bias)
    return "".join(
        for_filter(scene, channel, bias_term(x, bottom - 5 - LINE / 2, texts[channel], channel))
        for channel in scene.shown_filters
    )


def strikes(scene: Scene, stack: list[Strip]) -> str:
    """A stroke through each product whose tap reads no input."""
    if not (scene.slide.windows < 0).any():
        return ""
    xs = (stack[0].taps + stack[0].pitch / 2).tolist()
    off = (scene.window(scene.step)[drawn_terms(scene)] < 0).tolist()
    places = [(x, strip.products) for strip in stack for x in xs]
    return group(
        *(
            tag("path", d=f"M{x - 12:g} {y + 6:g}l24 -12", display=None if crossed else "none")
            for (x, y), crossed in zip(places, off, strict=True)
        ),
        paint=draws("ink", 1.25),
        data_strikes="",
    )


def frames(stack: list[Strip], bottom: float) -> str:
    """The frame of the step: round the window of each strip, and round the output below."""
    strip = stack[0]
    output = tag(
        "rect",
        x=strip.scene.axis.span * strip.pitch / 2 - strip.pitch / 2,
        y=bottom,
        width=strip.pitch,
        height=OUTPUT_HEIGHT,
        rx=1,
    )
    return group(*map(window_frame, stack), output, paint=draws("ink", 3), data_frame="")


def names(scene: Scene, stack: list[Strip], bottom: float) -> str:
    """The names of the rows at the left."""
    rows = []
    for strip in stack:
        rows.append(
            label(0, strip.top + INDEX_Y, f"ch. {strip.channel}", fills("muted"), font_size=13, text_anchor="start")
        )
        if reversed_first(scene):
            rows.append(formula(0, strip.top - RESTING_HEIGHT + 13, "w", 18, text_anchor="start"))
        rows.append(formula(0, strip.top + TAPE_TOP + ROW / 2, "x", 18, text_anchor="start"))
        stencil = "x·δ" if scene.backward else "w"
        rows.append(formula(0, strip.top + STENCIL_TOP + ROW / 2, stencil, 18, text_anchor="start"))
        if not scene.backward:
            rows.append(formula(0, strip.products, "x·w", 18, text_anchor="start"))
    if hidden(scene) and not scene.backward:
        y = stack[-1].products + LINE
        rows.append(label(0, y, f"+{hidden(scene)} ch.", fills("muted"), font_size=13, text_anchor="start"))
    rows.append(formula(0, bottom + OUTPUT_HEIGHT / 2, "δ" if scene.backward else "z", 18, text_anchor="start"))
    return group(*rows)


def captions(scene: Scene, found: Columns) -> list[str]:
    """What is left out of the picture, in words."""
    notes = list(scene.highlight_unseen)
    if hidden(scene):
        notes.append(f"One of {scene.plan.group_inputs} channels is drawn; the sum has the others too.")
    if scene.filters > 1:
        notes.append(f"The step’s filter is drawn; there are {count(scene.filters)}.")
    if not found.complete:
        notes.append(f"{found.visible} of {found.total} columns at a time: the view follows the step.")
    if not found.digits:
        notes.append("Bars are to scale; the numbers are in the tables.")
    return notes
