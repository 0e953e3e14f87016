"""Reading what a caller gives as arrays and options, strictly: never guessed, broadcast or truncated."""

import math
import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import NotFiniteError, OptionError, ResultOverflowError, ShapeError, TooLargeError

Floats = NDArray[np.floating[Any]]
"""float64, or float32 where the arrays that were given are float32."""

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


quiet = np.errstate(over="ignore", invalid="ignore")
"""Keeps NumPy from warning where the result is checked: `finite` says it as an error instead."""


LARGEST_OPTION = 2**31 - 1
"""Strides, dilations and paddings stop here, so that every position is a sum of small integers."""


def numbers(values: ArrayLike, field: str) -> Floats:
    """The values as an array of at least one finite number: float32 stays float32, everything else is float64.

    An array that is as it should be is taken as it is, not copied.

    Raises ShapeError (ragged, empty or not numbers) and NotFiniteError.

    >>> numbers([1, 2], "input")
    array([1., 2.])
    """
    try:
        array = np.asarray(values)
    except ValueError as fault:
        raise ShapeError(f"{field} is ragged: all its rows need the same length", field) from fault
    if array.size == 0:
        raise ShapeError(f"{field} is empty: give at least one number", field)
    if array.dtype.kind not in "iuf":
        raise ShapeError(f"{field} must hold numbers only, such as 1, -2.5 or 3e-4", field)
    if array.dtype != np.float32:
        array = doubles(array)
    if not all_finite(array):
        raise NotFiniteError(f"{field} must hold finite numbers: it has NaN or an infinity", field)
    return array


def kept(values: ArrayLike, field: str) -> Floats:
    """The same as a copy: what becomes of the caller's array must not change a layer."""
    return numbers(values, field).copy()


def doubles(array: NDArray[Any]) -> NDArray[np.float64]:
    """The array in float64: itself, where it is that already.

    >>> doubles(np.float32([0.5])).dtype
    dtype('float64')
    """
    return array.astype(np.float64, copy=False)


def finite(array: Floats, what: str) -> Floats:
    """The array itself, when every number in it is finite; raises ResultOverflowError otherwise."""
    if not all_finite(array):
        largest = np.finfo(array.dtype).max
        raise ResultOverflowError(f"{what} is too large for {array.dtype} (above {largest:.2g}): use smaller numbers")
    return array


def all_finite(array: Floats) -> bool:
    """Whether there is neither NaN nor infinity.

    A sum of squares that is finite says so in half the time; where it is not, for squares overflow long before
    numbers do, each number is looked at.

    >>> all_finite(np.array([1.0, np.inf])), all_finite(np.array([1e200]))
    (False, True)
    """
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def sum_by(index: Integers, terms: Floats, size: int) -> Floats:
    """The terms summed by their index, (size,): where nothing has an index the sum is 0.

    >>> sum_by(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist()
    [1.0, 0.0, 5.0, 0.0]
    """
    return np.asarray(np.bincount(index, weights=terms, minlength=size), dtype=np.float64)


def whole_number(value: Any, field: str, minimum: int) -> int:
    """The value as an int of at least `minimum`; a bool or a float is an OptionError.

    Raises TooLargeError above LARGEST_OPTION.

    >>> whole_number(3, "stride", 1)
    3
    """
    try:
        whole = operator.index(value)
    except TypeError:
        whole = None
    if whole is None or isinstance(value, bool):
        raise OptionError(f"{field} must be a whole number of at least {minimum}", field)
    if whole < minimum:
        raise OptionError(f"{field} is {whole}, but must be at least {minimum}", field)
    if whole > LARGEST_OPTION:
        raise TooLargeError(f"{field} is larger than {LARGEST_OPTION}, the largest that is read", field)
    return whole


def index_below(count: int, value: Any, field: str) -> int:
    """The value as the index of one of so many things, counted from 0. Raises OptionError.

    >>> index_below(4, 3, "output")
    3
    """
    index = whole_number(value, field, 0)
    if index >= count:
        raise OptionError(f"{field} is {index}, but there are {count}: give 0 to {count - 1}", field)
    return index


def per_axis(value: Any, field: str, minimum: int) -> int | tuple[int, ...]:
    """An option that is one whole number for all axes, or a list of one for each.

    >>> per_axis(2, "stride", 1), per_axis([2, 1], "stride", 1)
    (2, (2, 1))
    """
    if not isinstance(value, list | tuple):
        return whole_number(value, field, minimum)
    if not value:
        raise OptionError(f"{field} is empty: give one whole number, or one for each axis", field)
    return tuple(whole_number(one, field, minimum) for one in value)


def spread(option: int | tuple[int, ...], axes: int, field: str) -> tuple[int, ...]:
    """An option as one whole number for each axis. Raises OptionError.

    >>> spread(2, 2, "stride"), spread((2, 1), 2, "stride")
    ((2, 2), (2, 1))
    """
    if isinstance(option, int):
        return (option,) * axes
    if len(option) != axes:
        given, wanted = counted(len(option), "number"), counted(axes, "axis", "axes")
        instead = "give 1 number" if axes == 1 else f"give 1 number, or {axes}"
        raise OptionError(f"{field} has {given}, but the layer has {wanted}: {instead}", field)
    return option


def counted(amount: int, name: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "axis", "axes"), counted(2_000, "number")
    ('1 axis', '2,000 numbers')
    """
    return f"{amount:,} {name if amount == 1 else many or name + 's'}"


def one_of(value: Any, choices: tuple[str, ...], field: str) -> str:
    """The value, when it is one of the choices; raises OptionError otherwise."""
    if not isinstance(value, str) or value not in choices:
        raise OptionError(f"{field} must be one of {', '.join(choices)}", field)
    return value
