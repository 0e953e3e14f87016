"""What a state shows, in one paragraph: its structure, its counts, its sizes and what was padded."""

from app.convolution import Axis
from app.figures import Scene
from app.figures.numbers import count, plural
from app.pages.words import structure_name

DIRECTIONS = (("along the input",), ("down", "across"))
"""What each axis is called, for one axis and for two."""

SOURCES = {
    "zeros": "zeros",
    "reflect": "copies of the input, mirrored at its edge",
    "replicate": "copies of the edge",
    "circular": "copies from the other end",
}


def paragraph(scene: Scene) -> str:
    """The lesson of this state for who does not see the figures."""
    said = [layer_sentence(scene), *(axis_sentence(scene, place) for place in range(len(scene.plan.axes)))]
    said += [matrix_sentence(scene), tie_sentence(scene)]
    if scene.layer.activation != "identity":
        said.append(f"The non-linearity {scene.layer.activation.replace('_', ' ')} then acts on each output by itself.")
    return " ".join(said)


def layer_sentence(scene: Scene) -> str:
    """What is computed from what."""
    plan = scene.plan
    kind = "convolution, which reads the kernel reversed" if plan.reverses else "cross-correlation"
    kernel = " × ".join(count(axis.kernel_size) for axis in plan.axes)
    size = " × ".join(count(axis.input_size) for axis in plan.axes)
    channels = f"{plural(plan.in_channels, 'channel')} of " if plan.in_channels > 1 else ""
    groups = f" in {count(plan.groups)} groups" if plan.groups > 1 else ""
    taps = "tap" if plan.taps == 1 else "taps"
    inputs = "input" if plan.inputs == plan.in_channels else "inputs"
    return f"A {kind}: {plural(plan.out_channels, 'filter')} of {kernel} {taps} on {channels}{size} {inputs}{groups}."


def axis_sentence(scene: Scene, place: int) -> str:
    """How one axis comes to its number of outputs."""
    axis = scene.plan.axes[place]
    where = DIRECTIONS[len(scene.plan.axes) - 1][place]
    padded = axis.before + axis.after
    total = f"{count(axis.input_size)} + {count(padded)}" if padded else count(axis.input_size)
    steps = f"{total} − {count(axis.span)}"
    steps = f"({steps}) / {count(axis.stride)}" if axis.stride > 1 else steps
    rounded = ", rounded down," if (axis.input_size + padded - axis.span) % axis.stride else ""
    size = f"{steps}{rounded} + 1 = {plural(axis.output_size, 'output')}"
    return f"{where.capitalize()}: {padding_words(axis, scene)}{span_words(axis)}{size}{unread_words(axis)}."


def padding_words(axis: Axis, scene: Scene) -> str:
    """What was padded."""
    if not axis.before and not axis.after:
        return "nothing is padded; "
    return f"{count(axis.before)} before and {count(axis.after)} after are {SOURCES[axis.padding_mode]}; "


def span_words(axis: Axis) -> str:
    """How much a kernel with gaps spans."""
    return f"the taps lie {count(axis.dilation)} apart and span {count(axis.span)}; " if axis.dilation > 1 else ""


def unread_words(axis: Axis) -> str:
    """How many inputs no window reaches."""
    unread = len(axis.unread)
    return f", and no window reaches {plural(unread, 'input')}" if unread else ""


def matrix_sentence(scene: Scene) -> str:
    """What T is, by its structure."""
    structure = structure_name(scene)
    shape = f"{count(scene.plan.outputs)} × {count(scene.plan.inputs)}"
    return f"As a matrix, T is {shape}{', in' if structure.endswith('blocks') else ' and'} {structure}."


def tie_sentence(scene: Scene) -> str:
    """How many cells are connections, and to how many weights they are tied."""
    counts = scene.ties.counts
    absent = counts.dense - counts.locally_connected
    zeros = f"the other {count(absent)} are structural zeros, where there is nothing to learn"
    zeros = zeros if absent else "no connection is absent"
    return (
        f"Of its {plural(counts.dense, 'cell')} {count(counts.locally_connected)} are connections, "
        f"tied to {plural(counts.convolutional, 'weight')}; {zeros}."
    )
