"""A query read for a person: what fits becomes a state and a scene, what does not is said beside its field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.convolution import ConvolutionError, Layer, Plan
from app.convolution.errors import TooLargeError
from app.figures import Look, Scene
from app.figures.numbers import count, plural
from app.figures.scene import DEFAULT_LEARNING_RATE
from app.problems import Problem, sentence
from app.query import QueryError, decimal_comma, decode, nest
from app.settings import Settings
from app.state import EXAMPLE, STATE_KEYS, State
from app.validation import error_item

MOST_STEP_CELLS = 4096
"""Up to this many cells the matrices after a learning step may be drawn."""

MOST_MAPS = 8
"""Of a layer that is drawn in part there may be so many times the columns that are drawn of one that is drawn whole."""

MOST_SUMS = 16
"""And so many times the multiply–adds, of which a part is drawn: an image of 32 × 32 in colours with four filters."""

FEWER_WEIGHTS = 4
"""There may be so many times fewer weights, or taps of one kernel: each is drawn in every figure with all it reads."""

USUAL_POOLING = 2
"""The size of a pooling of which only the kind was chosen in the form, as its field suggests."""

ONLY_PICTURES = ("animate", "width", "height", "ground")

ARRAY_KEYS = ("input", "weight", "bias", "upstream")


@dataclass(frozen=True)
class Remark:
    """What is said of a parameter that does not stop the page; a picture cannot say it, so it may refuse."""

    parameter: str
    code: str
    message: str

    @property
    def refuses(self) -> bool:
        """Whether a picture is refused for it: it would show something else than was asked for."""
        return self.code in ("unknown-field", "past-the-end", "usual-size")


@dataclass(frozen=True)
class Reading:
    """What a query says: a state with its scene, or the errors by field; `typed` is what stood there."""

    typed: dict[str, str]
    state: State | None = None
    scene: Scene | None = None
    errors: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """The remarks as a page shows them."""
        return tuple(remark.message for remark in self.remarks)


def read(items: Iterable[tuple[str, str]], settings: Settings) -> Reading:
    """Read a query; nothing that was typed is lost, and nothing unknown is passed over in silence."""
    pairs = list(items)
    typed = dict(pairs)
    remarks = (*unknown_remarks(pairs), *comma_remarks(typed), *undrawn_remarks(typed))
    fields, errors = decode_fields({key: text for key, text in typed.items() if key in STATE_KEYS})
    if "input" not in typed and "weight" not in typed:
        fields = EXAMPLE | fields
    if "pooling.kind" in fields and "pooling.size" not in fields | errors:
        fields["pooling.size"] = USUAL_POOLING
        said = f"The pooling has windows of {USUAL_POOLING}, since no size is given."
        remarks = (*remarks, Remark("pooling.size", "usual-size", said))
    # what cannot be read is replaced here by the example, only so that the other fields are checked as well
    state, misfits = validate({key: value for key, value in EXAMPLE.items() if key in errors} | fields)
    errors = misfits | errors | repeated_errors(pairs)
    if state is None or errors:
        return Reading(typed, errors=errors, remarks=remarks)
    try:
        scene, more = build_scene(state, settings)
    except ConvolutionError as error:
        return Reading(typed, errors={error.field or "input": sentence(str(error))}, remarks=remarks)
    return Reading(typed, state.model_copy(update={"step": scene.step}), scene, {}, (*remarks, *more))


def decode_fields(texts: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The raw fields, and for those that cannot be read a sentence each."""
    fields: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, text in texts.items():
        try:
            fields |= decode([(key, text)])
        except QueryError as error:
            errors[key] = sentence(str(error))
    return fields, errors


def validate(fields: dict[str, Any]) -> tuple[State | None, dict[str, str]]:
    """The state, or a sentence for each field that does not fit its kind."""
    try:
        return State.model_validate(nest(fields)), {}
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_input=False)
    items = [error_item(error, "parameter", STATE_KEYS) for error in found]
    return None, {item["parameter"]: sentence(item["message"]) for item in reversed(items)}


def build_scene(state: State, settings: Settings) -> tuple[Scene, list[Remark]]:
    """The scene of a state with all its numbers, and what had to be said. Raises ConvolutionError."""
    layer = state.layer()
    outputs = check_drawable(layer, state.input.shape, settings)
    step, remarks = within("step", state.step, outputs, "output")
    highlight = state.highlight
    if highlight is not None:
        highlight, more = within("highlight", highlight, layer.weight.size, "weight")
        remarks += more
    scene = Scene(
        layer=layer,
        input=state.input,
        upstream=state.upstream,
        through_activation=state.through_activation,
        learning_rate=DEFAULT_LEARNING_RATE if state.learning_rate is None else state.learning_rate,
        backward=state.backward,
        step=step,
        highlight=highlight,
        compare=state.compare,
        show=state.show,
        pooling=None if state.pooling is None else state.pooling.pooling(),
    )
    # whatever overflows does so here, where it can still be said, and not in the middle of a drawing
    _ = (scene.activation, scene.gradients, scene.weight_after)
    check_pooling(scene)
    if scene.ties.counts.dense <= MOST_STEP_CELLS:
        _ = scene.learning_step
    return scene, remarks


def check_pooling(scene: Scene) -> None:
    """Pool the maps. Raises ConvolutionError that names the field of the pooling."""
    try:
        _ = scene.pooled
    except ConvolutionError as error:
        raise type(error)(str(error), f"pooling.{error.field or 'size'}") from error


def check_drawable(layer: Layer, input_shape: tuple[int, ...], settings: Settings) -> int:
    """How many outputs there are. Raises TooLargeError where drawing them would take too long for a page."""
    plan = layer.plan(input_shape)
    if len(plan.axes) > 1 or plan.in_channels > 1:
        return check_blocks_drawable(plan, settings)
    axis, outputs = plan.axes[0], plan.outputs
    columns = max(axis.before + axis.input_size + axis.after, outputs)
    most, weights = settings.max_drawn_columns, settings.max_drawn_columns // FEWER_WEIGHTS
    if columns > most or plan.weights > weights or plan.multiply_adds > settings.max_drawn_multiply_adds:
        raise TooLargeError(
            f"this layer has {plural(axis.input_size, 'input')}, {plural(outputs, 'output')}, "
            f"{plural(plan.weights, 'weight')} "
            f"and needs {count(plan.multiply_adds)} multiply–adds, which is too large to draw: up to {count(most)} "
            f"columns, {count(weights)} weights and {count(settings.max_drawn_multiply_adds)} multiply–adds "
            "are drawn. The JSON API computes larger ones, at /api/v1/convolution",
            "padding" if axis.before + axis.after > axis.input_size else "input",
        )
    return outputs


def check_blocks_drawable(plan: Plan, settings: Settings) -> int:
    """How many outputs there are, of a layer that is drawn in part where it is large. Raises TooLargeError."""
    side = max(axis.before + axis.input_size + axis.after for axis in plan.axes)
    most = settings.max_drawn_columns
    if (
        side > most
        or plan.inputs > FEWER_WEIGHTS * most
        or plan.outputs > MOST_MAPS * most
        or plan.weights > most
        or plan.taps > most // FEWER_WEIGHTS
        or plan.multiply_adds > MOST_SUMS * settings.max_drawn_multiply_adds
    ):
        raise TooLargeError(
            f"this layer has {plural(plan.inputs, 'input')}, {plural(plan.outputs, 'output')}, "
            f"{plural(plan.weights, 'weight')} "
            f"and needs {count(plan.multiply_adds)} multiply–adds, which is too large to draw: up to {count(most)} "
            f"entries along a side with its padding, {count(FEWER_WEIGHTS * most)} inputs, "
            f"{count(MOST_MAPS * most)} outputs, {count(most)} weights, {count(most // FEWER_WEIGHTS)} taps and "
            f"{count(MOST_SUMS * settings.max_drawn_multiply_adds)} multiply–adds are drawn. "
            "The JSON API computes larger ones, at /api/v1/convolution",
            "padding" if any(axis.before + axis.after > axis.input_size for axis in plan.axes) else "input",
        )
    return plan.outputs


def within(parameter: str, index: int, count: int, name: str) -> tuple[int, list[Remark]]:
    """An index that exists: one past the end becomes the last, which is said."""
    if index < count:
        return index, []
    said = f"There is no {name} {index}: the last is {name} {count - 1}."
    return count - 1, [Remark(parameter, "past-the-end", said)]


def unknown_remarks(pairs: list[tuple[str, str]]) -> list[Remark]:
    """A remark when there are parameters that mean nothing here."""
    unknown = [key for key, _ in pairs if key not in STATE_KEYS]
    if not unknown:
        return []
    error = error_item({"type": "extra_forbidden", "loc": (unknown[0],), "msg": ""}, "parameter", STATE_KEYS)
    name = error["parameter"] or "a parameter"
    said = sentence(f"the address has a parameter that is not used, “{name}”: {error['message']}")
    return [Remark(error["parameter"], error["code"], said)]


def repeated_errors(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """A sentence for each parameter that is given more than once: which one was meant is not guessed."""
    given = Counter(key for key, _ in pairs if key in STATE_KEYS)
    return {key: "This is given twice in the address: give it once." for key, times in given.items() if times > 1}


def undrawn_remarks(typed: dict[str, str]) -> list[Remark]:
    """A remark for what an address may ask for but no page has."""
    asked = [key for key in ONLY_PICTURES if typed.get(key, "").strip() not in ("", "0", "page")]
    return [
        Remark(key, "not-drawn", f"“{key}” in the address is understood, but only pictures have it.") for key in asked
    ]


def comma_remarks(typed: dict[str, str]) -> list[Remark]:
    """A hint when commas look as if they were meant as decimal points."""
    said = "A comma separates numbers, so “1,5” is two of them: write 1.5 for one and a half."
    return [Remark(key, "decimal-comma", said) for key in ARRAY_KEYS if decimal_comma(typed.get(key, ""))][:1]


def fitting_scene(reading: Reading) -> Scene:
    """The scene of a picture, all of whose parameters have a meaning. Raises the problem of those that do not fit."""
    items = [{"parameter": key, "code": "does-not-fit", "message": said} for key, said in reading.errors.items()]
    items += [
        {"parameter": remark.parameter, "code": remark.code, "message": remark.message}
        for remark in reading.remarks
        if remark.refuses
    ]
    if items or reading.scene is None:
        raise Problem(422, items[0]["message"], errors=items)
    return reading.scene


def look_of(reading: Reading) -> Look:
    """How the picture of a state looks."""
    state = reading.state
    return Look() if state is None else Look(state.theme, state.ground, state.animate, state.width, state.height)
