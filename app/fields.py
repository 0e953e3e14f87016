"""How the values of fields are read: arrays and options, strictly, each misfit at its exact place.

What a value must be is the core's to say; here its sentence gets its place.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Annotated, Any, NamedTuple

import numpy as np
from pydantic import Field, PlainSerializer, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.convolution import (
    ACTIVATIONS,
    OPERATIONS,
    PADDING_MODES,
    PADDING_NAMES,
    POOLINGS,
    ConvolutionError,
    OptionError,
)
from app.convolution.arrays import LARGEST_OPTION, Floats, all_finite, one_of, per_axis, whole_number
from app.convolution.axis import read_padding
from app.convolution.layer import read_dims
from app.convolution.transposed import read_cut

Location = tuple[int, ...]


class Misfit(NamedTuple):
    """A place in nested lists that cannot stand in an array of numbers, with a code and a sentence."""

    location: Location
    code: str
    message: str


NUMBERS = (float, int)
FEW = 100
"""Up to so many entries it is quicker to look at all than to find out which need it."""
LARGEST = float(np.finfo(np.float64).max)

DEEPEST = 8
"""Lists in lists are looked at this deep: the search for what is wrong must not be what breaks."""


def misfits(value: Any, location: Location = ()) -> Iterator[Misfit]:
    """Where a value is not a number or a nested list of finite numbers of one shape, place by place."""
    if isinstance(value, list) and len(location) > DEEPEST:
        yield Misfit((), "too-deep", "these lists lie too deep in one another: a weight has at most four levels")
    elif isinstance(value, list):
        yield from list_misfits(value, location)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield Misfit(location, "not-a-number", "this must be a number, such as 1, -2.5 or 3e-4")
    elif not np.isfinite(as_float(value)):
        yield Misfit(location, "not-finite", "this must be a finite number: NaN, infinities and 1e999 are not")


def list_misfits(values: list[Any], location: Location) -> Iterator[Misfit]:
    """The misfits of a list: empty, ragged, or in one of its entries."""
    if not values:
        yield Misfit(location, "empty", "this list is empty: give at least one number")
    for index, value in enumerate(values):
        # Asked here as well: a long list is mostly right, and to say what is wrong with it must not take long.
        if type(value) not in NUMBERS or not -LARGEST <= value <= LARGEST:
            yield from misfits(value, (*location, index))
    lengths = [len(value) if isinstance(value, list) else None for value in values]
    for index, length in enumerate(lengths):
        if length != lengths[0]:
            yield Misfit((*location, index), "ragged", "this row is not as long as the first: all rows need one length")


def array_misfits(values: Floats) -> Iterator[Misfit]:
    """The same of an array of numbers: nothing in it, or an entry that is not finite, which is found at once."""
    if values.size == 0:
        yield from misfits(values.tolist())
    for place in map(tuple, np.argwhere(~np.isfinite(values))[:1].tolist()):
        yield from misfits(float(values[place]), place)


def as_float(number: float) -> float:
    """The number as a float; a whole number beyond float64 is an infinity."""
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def leaf_level(value: list[Any]) -> tuple[tuple[int, ...], list[Any]] | None:
    """The shape of nested lists and what stands at their bottom, in C order; None where they are ragged or too deep.

    >>> leaf_level([[1, 2, 3], [4, 5, 6]])
    ((2, 3), [1, 2, 3, 4, 5, 6])
    """
    shape: tuple[int, ...] = (len(value),)
    level = value
    while level and isinstance(level[0], list):
        lengths = {len(row) if isinstance(row, list) else -1 for row in level}
        if len(lengths) > 1 or len(shape) > DEEPEST:
            return None
        shape, level = (*shape, *lengths), list(chain.from_iterable(level))
    return shape, level


def leaf_types(leaves: list[Any], numbers: Floats) -> set[type]:
    """The types of those leaves that may be flags: in a long list only of those that were read as 0 or 1."""
    if len(leaves) < FEW:
        return set(map(type, leaves))
    suspects = np.flatnonzero((numbers == 0) | (numbers == 1))
    return set(map(type, map(leaves.__getitem__, suspects.tolist())))


def from_lists(value: Any) -> Floats | None:
    """Nested lists of numbers as a float64 array; None for whatever is no array of numbers.

    This is where a large request spends its time, so the numbers are taken at once, by `struct`, which takes a third
    of the time of `np.asarray` and no text; and looked at afterwards: true and false are read as 1 and 0, so that
    only where those stand the types need a look.
    """
    found = leaf_level(value if isinstance(value, list) else [value])
    if found is None or not found[1]:
        return None
    shape, leaves = found
    try:
        flat = np.frombuffer(struct.pack(f"{len(leaves)}d", *leaves))
    except (struct.error, OverflowError):
        return None
    if bool in leaf_types(leaves, flat):
        return None
    return flat.reshape(shape if isinstance(value, list) else ())


def read_array(value: Any) -> Floats:
    """Nested lists of finite numbers as a float64 array; a ValidationError names the exact place otherwise."""
    given = value if isinstance(value, np.ndarray) else from_lists(value)
    if given is not None and given.size > 0 and all_finite(given):
        return given
    found = array_misfits(value) if isinstance(value, np.ndarray) else misfits(value)
    place = next(found, Misfit((), "empty", "this list is empty: give at least one number"))
    error = PydanticCustomError(place.code, place.message)
    raise ValidationError.from_exception_data("array", [InitErrorDetails(type=error, loc=place.location, input=None)])


def read_rank_one_or_more(value: Any) -> Floats:
    """An array that is a list; a bare number is not one."""
    if not isinstance(value, list) and np.ndim(value) == 0:
        raise PydanticCustomError("not-a-list", "this must be a list of numbers, such as [1, 2, 3]")
    return read_array(value)


def nested_lists(array: Floats) -> Any:
    """The array as JSON shows it."""
    return array.tolist()


NUMBER_LISTS = {
    "type": "array",
    "minItems": 1,
    "items": {"anyOf": [{"type": "number"}, {"type": "array", "minItems": 1, "items": {}}]},
}
"""JSON schema of nested lists of numbers; that all rows are alike is checked beyond it."""

Array = Annotated[
    np.ndarray,
    PlainValidator(read_rank_one_or_more),
    PlainSerializer(nested_lists),
    WithJsonSchema({**NUMBER_LISTS, "examples": [[1, 2, 3, 4]]}),
]
NumberOrArray = Annotated[
    np.ndarray,
    PlainValidator(read_array),
    PlainSerializer(nested_lists),
    WithJsonSchema({"anyOf": [{"type": "number"}, NUMBER_LISTS]}),
]

NotNegative = Annotated[int, Field(ge=0, le=LARGEST_OPTION)]


def by_core(check: Callable[[Any], object]) -> PlainValidator:
    """A validator that takes a value as it is when the core accepts it, and says the core's sentence otherwise."""

    def validate(value: Any) -> Any:
        try:
            check(value)
        except ConvolutionError as error:
            raise PydanticCustomError(error.code, str(error)) from error
        return value

    return PlainValidator(validate)


def word(field: str, names: tuple[str, ...]) -> PlainValidator:
    """A validator of a field that is one of some names."""
    return by_core(lambda value: one_of(value, names, field))


def only_zeros(value: Any) -> None:
    """Raise OptionError for a padding mode that a transposed layer does not have."""
    if one_of(value, PADDING_MODES, "padding_mode") != "zeros":
        raise OptionError("a transposed layer has padding of zeros only: leave padding_mode out", "padding_mode")


def names_schema(names: Iterable[str]) -> WithJsonSchema:
    """The JSON schema of a field that is one of some names."""
    return WithJsonSchema({"type": "string", "enum": list(names)})


POSITIVE = {"type": "integer", "minimum": 1, "maximum": LARGEST_OPTION}
NOT_NEGATIVE = {"type": "integer", "minimum": 0, "maximum": LARGEST_OPTION}
PAIR = {"type": "array", "items": NOT_NEGATIVE, "minItems": 2, "maxItems": 2}


def padding_schema(names: Iterable[str]) -> WithJsonSchema:
    """The JSON schema of a padding: by one of some names, an integer, one integer or one pair per axis."""
    per_axis = {"type": "array", "items": {"anyOf": [NOT_NEGATIVE, PAIR]}, "minItems": 1, "maxItems": 2}
    return WithJsonSchema({"anyOf": [{"type": "string", "enum": list(names)}, NOT_NEGATIVE, per_axis]})


def one_or_per_axis(number: dict[str, Any]) -> WithJsonSchema:
    """The JSON schema of a field that is one number for all axes, or a list of one for each."""
    return WithJsonSchema({"anyOf": [number, {"type": "array", "items": number, "minItems": 1, "maxItems": 2}]})


def each_axis(field: str, minimum: int) -> PlainValidator:
    """A validator of a field that is one whole number for all axes, or a list of one for each."""
    return by_core(lambda value: per_axis(value, field, minimum))


PerAxis = int | list[int]

Operation = Annotated[str, word("operation", OPERATIONS), names_schema(OPERATIONS)]
Padding = Annotated[str | int | list[Any], by_core(read_padding), padding_schema(PADDING_NAMES)]
Cut = Annotated[str | int | list[Any], by_core(read_cut), padding_schema(("valid",))]
OnlyZeros = Annotated[str, by_core(only_zeros), names_schema(("zeros",))]
PaddingMode = Annotated[str, word("padding_mode", PADDING_MODES), names_schema(PADDING_MODES)]
Stride = Annotated[PerAxis, each_axis("stride", 1), one_or_per_axis(POSITIVE)]
Dilation = Annotated[PerAxis, each_axis("dilation", 1), one_or_per_axis(POSITIVE)]
Groups = Annotated[int, by_core(lambda value: whole_number(value, "groups", 1)), WithJsonSchema(POSITIVE)]
ActivationName = Annotated[str, word("activation", tuple(ACTIVATIONS)), names_schema(ACTIVATIONS)]
Dims = Annotated[
    int | None, by_core(read_dims), WithJsonSchema({"anyOf": [{"type": "integer", "enum": [1, 2]}, {"type": "null"}]})
]
PoolingKind = Annotated[str, word("kind", POOLINGS), names_schema(POOLINGS)]
PoolingSize = Annotated[PerAxis, each_axis("size", 1), one_or_per_axis(POSITIVE)]
PoolingPadding = Annotated[PerAxis, each_axis("padding", 0), one_or_per_axis(NOT_NEGATIVE)]
OutputPadding = Annotated[PerAxis, each_axis("output_padding", 0), one_or_per_axis(NOT_NEGATIVE)]
