"""The definition of this very state, with its sizes, as MathML."""

import numpy as np
from markupsafe import Markup

from app.convolution import ACTIVATIONS, Axis, Plan
from app.figures import Scene
from app.figures.numbers import one, product_equality
from app.pages.mathml import (
    MINUS,
    apart,
    bracketed,
    element,
    indexed,
    listed,
    math,
    name_of,
    number,
    operator,
    row,
    token,
    total,
)
from app.pages.steps import MOST_TERMS

POSITIONS, TAPS = ("i", "j"), ("k", "l")
"""The indices of an output along each axis, and of a tap."""


def definition(scene: Scene) -> list[Markup]:
    """What each output is, what goes through f, and the same as a product with T."""
    found = [math(pre_activation(scene), *ranges(scene.plan))]
    if scene.layer.activation != "identity":
        found.append(math(activation(scene)))
    found.append(math(product(scene)))
    return [*found, *backward(scene)] if scene.backward else found


def pre_activation(scene: Scene) -> Markup:
    """z as a sum over the channels of a group and the taps of a kernel."""
    plan, bias = scene.plan, scene.bias is not None
    body = row(weight(plan), operator("·"), value(plan))
    for tap, axis in reversed(list(zip(TAPS, plan.axes, strict=False))):
        body = total(tap, axis.kernel_size - 1, body)
    if plan.group_inputs > 1:
        body = total("c", plan.group_inputs - 1, body)
    added = [operator("+"), indexed("b", *filter_index(plan))] if bias else []
    return row(output("z", plan), operator("="), body, *added)


def filter_index(plan: Plan) -> list[Markup]:
    """The index of the filter, where there are several."""
    return [name_of("o")] if plan.out_channels > 1 else []


def output(name: str, plan: Plan) -> Markup:
    """An entry of the output."""
    return indexed(name, *filter_index(plan), *map(name_of, POSITIONS[: len(plan.axes)]))


def weight(plan: Plan) -> Markup:
    """The weight of a tap; a convolution counts the taps from the other end."""
    channel = [name_of("c")] if plan.group_inputs > 1 else []
    return indexed(
        "w", *filter_index(plan), *channel, *(tap(plan, *each) for each in zip(plan.axes, TAPS, strict=False))
    )


def tap(plan: Plan, axis: Axis, name: str) -> Markup:
    """The place of a tap in the kernel as it was given."""
    if not plan.reverses:
        return name_of(name)
    return row(number(axis.kernel_size - 1), operator("−"), name_of(name))


def value(plan: Plan) -> Markup:
    """The input that a tap reads."""
    places = [place(*each) for each in zip(plan.axes, POSITIONS, TAPS, strict=False)]
    return indexed("x", *channel_index(plan), *places)


def channel_index(plan: Plan) -> list[Markup]:
    """The input channel: that of the filter's group where there are groups."""
    if plan.in_channels == 1:
        return []
    if plan.groups == 1:
        return [name_of("c")]
    if plan.group_outputs == 1:
        group = [name_of("o")]
    else:
        group = [operator("⌊"), name_of("o"), operator("/"), number(plan.group_outputs), operator("⌋")]
    if plan.group_inputs == 1:
        return [row(*group)]
    return [row(number(plan.group_inputs), *group, operator("+"), name_of("c"))]


def place(axis: Axis, position: str, tap: str) -> Markup:
    """Where a tap lies on the input: s·i + d·k − p."""
    found = [*multiple(axis.stride, position), operator("+"), *multiple(axis.dilation, tap)]
    return row(*found, operator("−"), number(axis.before)) if axis.before else row(*found)


def multiple(factor: int, name: str) -> list[Markup]:
    """A factor before a name; none where it is 1."""
    return [name_of(name)] if factor == 1 else [number(factor), name_of(name)]


def ranges(plan: Plan) -> list[Markup]:
    """From where to where the indices of the output run."""
    counts = [("o", plan.out_channels)] if plan.out_channels > 1 else []
    counts += [(name, axis.output_size) for name, axis in zip(POSITIONS, plan.axes, strict=False)]
    found = [row(name_of(name), operator("="), number(0), operator("…"), number(size - 1)) for name, size in counts]
    return [apart(), listed(*found)]


def activation(scene: Scene) -> Markup:
    """a = f(z), with what f is."""
    z = output("z", scene.plan)
    formula = ACTIVATIONS[scene.layer.activation].formula
    defined = row(name_of("f"), bracketed(name_of("z")), operator("="), token("mtext", formula))
    return row(output("a", scene.plan), operator("="), name_of("f"), bracketed(z), apart(), defined)


def product(scene: Scene) -> Markup:
    """z = T x + b, with the shapes."""
    bias = [operator("+"), name_of("b")] if scene.bias is not None else []
    sizes = listed(shaped("T", scene.plan.outputs, scene.plan.inputs), shaped("x", scene.plan.inputs))
    return row(name_of("z"), operator("="), name_of("T"), name_of("x"), *bias, apart(), sizes)


def shaped(name: str, *sizes: int) -> Markup:
    """Which space an array lies in."""
    power = [number(sizes[0])]
    for size in sizes[1:]:
        power += [operator("×"), number(size)]
    return row(name_of(name), operator("∈"), element("msup", name_of("ℝ"), row(*power)))


def backward(scene: Scene) -> list[Markup]:
    """How the gradients follow from δ = ∂L/∂z: each weight sums over its ties, and the input through T transposed."""
    plan = scene.plan
    body = row(output("δ", plan), value(plan))
    for position, axis in reversed(list(zip(POSITIONS, plan.axes, strict=False))):
        body = total(position, axis.output_size - 1, body)
    transposed = row(element("msup", name_of("T"), name_of("⊤")), name_of("δ"))
    return [
        math(row(derivative(weight(plan)), operator("="), body)),
        math(row(derivative(name_of("x")), operator("="), transposed)),
    ]


def derivative(by: Markup) -> Markup:
    """∂L by something."""
    return element("mfrac", row(operator("∂"), name_of("L")), row(operator("∂"), by))


def expanded(scene: Scene, flat: int) -> Markup:
    """One output with each of its products: as symbols, then as numbers. A long sum has a gap before its last term."""
    step = scene.slide.step(flat)
    window, weights = step.window.tolist(), step.weight.tolist()
    kept = range(len(window)) if len(window) <= MOST_TERMS else [0, 1, 2, len(window) - 1]
    symbols = [row(symbol("w", scene.layer.weight.shape, weights[term]), read(scene, window[term])) for term in kept]
    pairs = [(read_text(scene, window[term]), scene.weight_texts[weights[term]]) for term in range(len(window))]
    products = [factors(*pairs[term], first=term == 0) for term in kept]
    if scene.bias is not None:
        symbols.append(indexed("b", number(flat // scene.plan.positions)) if scene.filters > 1 else name_of("b"))
        products.append(signed(one(step.bias or 0.0)))
    extra = [one(step.bias)] if step.bias is not None else []
    total_text = scene.pre_activation_texts[flat]
    sign = product_equality(pairs, extra, total_text)
    gap = len(kept) < len(window)
    return math(
        symbol("z", scene.plan.output_shape, flat),
        *(operator("="), added(symbols, gap), operator("="), added(products, gap)),
        *(operator(sign), number(total_text)),
    )


def symbol(name: str, shape: tuple[int, ...], flat: int) -> Markup:
    """An entry of an array by its indices."""
    return indexed(name, *(number(int(index)) for index in np.unravel_index(flat, shape)))


def read(scene: Scene, index: int) -> Markup:
    """The input that a tap reads; 0 off the input."""
    return number(0) if index < 0 else symbol("x", scene.input.shape, index)


def read_text(scene: Scene, index: int) -> str:
    """Its value as written."""
    return "0" if index < 0 else scene.input_texts[index]


def factors(value: str, weight: str, first: bool) -> Markup:
    """A product of an input and a weight as written."""
    return row(number(value) if first else signed(value), operator("·"), signed(weight))


def signed(text: str) -> Markup:
    """A number behind an operator: a negative one in brackets."""
    return bracketed(number(text)) if text.startswith(MINUS) else number(text)


def added(terms: list[Markup], gap: bool) -> Markup:
    """Terms with plus signs; dots stand for what is left out after the third."""
    found = [terms[0]]
    for place, term in enumerate(terms[1:], start=1):
        dots = [operator("+"), operator("⋯")] if gap and place == 3 else []
        found += [*dots, operator("+"), term]
    return row(*found)
