"""The query string as it is read: leniently, as people type and paste it. `app.address` writes it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from app.state import PoolingFields

MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": " "})
"""What word processors and our own pages print for a minus and a blank."""


class QueryError(ValueError):
    """A parameter that cannot be read, with its name, a code and a sentence."""

    def __init__(self, parameter: str, code: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.code = code


def decode(items: Iterable[tuple[str, str]], readers: "Mapping[str, Reader] | None" = None) -> dict[str, Any]:
    """The raw fields of a query, ready for a model: an empty value is an absent one.

    Keys without a reader are kept as text, so that the model says they are unknown.
    Raises QueryError for a repeated key and for a value that cannot be read.

    >>> decode([("input", "1, 2, 3"), ("stride", "2"), ("bias", "")])
    {'input': [1.0, 2.0, 3.0], 'stride': 2}
    """
    fields: dict[str, Any] = {}
    for key, text in once(items):
        if text.strip():
            fields[key] = (readers or READERS).get(key, read_text)(key, text.strip())
    return fields


def once(items: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parameters one after another. Raises QueryError at the first that was there before."""
    seen: set[str] = set()
    for key, text in items:
        if key in seen:
            raise QueryError(key, "repeated-parameter", "this parameter is given twice: give it once")
        seen.add(key)
        yield key, text


NESTED = {"pooling": PoolingFields}
"""The fields that have fields of their own: in a query these stand behind a dot."""


def nest(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a query as a model takes them: what stands behind a dot goes into its field.

    >>> nest({"stride": 2, "pooling.kind": "max", "pooling.size": 2})
    {'stride': 2, 'pooling': {'kind': 'max', 'size': 2}}
    """
    found: dict[str, Any] = {}
    for key, value in fields.items():
        outer, dot, inner = key.partition(".")
        if dot and outer in NESTED:
            found.setdefault(outer, {})[inner] = value
        else:
            found[key] = value
    return found


def read_text(key: str, text: str) -> str:
    """The text itself; the model knows which words are right."""
    return text


def read_array(key: str, text: str) -> Any:
    """Nested lists of numbers from JSON, or from commas, blanks, semicolons and line breaks.

    A semicolon means at least two rows; everything else that separates makes one vector, line breaks too.

    >>> read_array("weight", "1,0,-1;2,0,-2")
    [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0]]
    >>> read_array("input", "1.5 2.5 3.5")
    [1.5, 2.5, 3.5]
    """
    text = text.translate(MINUS_SIGNS)
    if text.startswith("["):
        return read_json(key, text)
    text = text.rstrip("; \t\r\n")
    if ";" in text:
        return [read_row(key, row) for row in text.split(";")]
    return read_row(key, text)


def read_number_or_array(key: str, text: str) -> Any:
    """A bare number where there is one, else an array.

    >>> read_number_or_array("bias", "-45")
    -45.0
    """
    array = read_array(key, text)
    alone = not text.startswith("[") and len(array) == 1 and not isinstance(array[0], list)
    return array[0] if alone else array


def read_json(key: str, text: str) -> Any:
    """Nested lists written as JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise QueryError(
            key, "not-json", "this starts with '[' but is not a list in JSON, such as [[1, 2], [3, 4]]"
        ) from fault


def read_row(key: str, text: str) -> list[float]:
    """The numbers of one row; a comma at its end is allowed, an empty place between two is not."""
    places = re.split(r"\s*,\s*|\s+", text.strip().removesuffix(",").strip())
    return [read_number(key, place) for place in places]


def read_number(key: str, text: str) -> float:
    """One number. Raises QueryError."""
    try:
        if "_" in text:  # float() would read 1_000
            raise ValueError(text)
        return float(text)
    except ValueError:
        raise QueryError(key, "not-a-number", not_a_number(text)) from None


def not_a_number(text: str) -> str:
    """The sentence for a place that holds no number; it quotes only plain, short text."""
    shown = f"'{text}'" if re.fullmatch(r"[\w.,+-]{1,20}", text) else "something that"
    if not text:
        return "there is an empty place between two commas: give a number there"
    return f"{shown} is not a number: give numbers such as 1, -2.5 or 3e-4, separated by commas or blanks"


def read_whole(key: str, text: str) -> int:
    """One whole number. Raises QueryError."""
    text = text.translate(MINUS_SIGNS)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise QueryError(key, "not-a-whole-number", "this must be a whole number, such as 1 or 2")
    return int(text)


def read_whole_per_axis(key: str, text: str) -> Any:
    """One whole number, or a list of one per axis."""
    if text.startswith("["):
        return read_json(key, text)
    wholes = [read_whole(key, place) for place in re.split(r"\s*,\s*|\s+", text)]
    return wholes[0] if len(wholes) == 1 else wholes


def read_padding(key: str, text: str) -> Any:
    """A name, an integer, `1,2` for one per axis, `1,2;0,0` for a pair per axis, or JSON.

    >>> read_padding("padding", "1,2;0,0"), read_padding("padding", "[[1,2]]"), read_padding("padding", "same")
    ([[1, 2], [0, 0]], [[1, 2]], 'same')
    """
    if re.fullmatch(r"[a-z_]+", text):
        return text
    if ";" in text:
        return [[read_whole(key, place.strip()) for place in pair.split(",")] for pair in text.split(";")]
    return read_whole_per_axis(key, text)


def read_flag(key: str, text: str) -> bool:
    """A yes or no: 1 or 0, true or false."""
    flags = {"1": True, "true": True, "0": False, "false": False}
    if text.lower() not in flags:
        raise QueryError(key, "not-a-flag", "this must be 1 or 0")
    return flags[text.lower()]


def read_single_number(key: str, text: str) -> float:
    """One number, with whatever minus sign it was typed."""
    return read_number(key, text.translate(MINUS_SIGNS))


def read_parts(key: str, text: str) -> Any:
    """Objects in a list, written as JSON; no key of one is given twice."""
    try:
        return json.loads(text, object_pairs_hook=unique)
    except QueryError as fault:
        raise QueryError(key, fault.code, str(fault)) from fault
    except (ValueError, RecursionError) as fault:
        raise QueryError(key, "not-json", 'this must be a list in JSON, such as [{"weight": [5, 6, 7]}]') from fault


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its pairs. Raises QueryError, without its parameter, when two have one key."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise QueryError("", "duplicate-key", "an object here has a key twice: give it once")
    return found


def read_dotted(key: str, text: str) -> NoReturn:
    """A field that has fields of its own is never given by itself. Raises QueryError."""
    raise QueryError(key, "not-an-object", f"give its fields by themselves, such as {key}.kind=max&{key}.size=2")


def read_names(key: str, text: str) -> list[str]:
    """A comma list of names. Raises QueryError when there are only commas."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise QueryError(key, "empty", "this names nothing: give names separated by commas, or leave it out")
    return names


Reader = Callable[[str, str], Any]
READERS: dict[str, Reader] = {
    "input": read_array,
    "weight": read_array,
    "bias": read_number_or_array,
    "padding": read_padding,
    "stride": read_whole_per_axis,
    "dilation": read_whole_per_axis,
    "groups": read_whole,
    "dims": read_whole,
    "pooling": read_dotted,
    "pooling.size": read_whole_per_axis,
    "pooling.stride": read_whole_per_axis,
    "pooling.padding": read_whole_per_axis,
    "pooling.dilation": read_whole_per_axis,
    "pooling.ceil_mode": read_flag,
    "pooling.count_include_pad": read_flag,
    "upstream": read_array,
    "through_activation": read_flag,
    "learning_rate": read_single_number,
    "view": read_names,
    "step": read_whole,
    "highlight": read_whole,
    "show": read_names,
    "controls": read_flag,
    "animate": read_flag,
    "v": read_whole,
    "width": read_whole,
    "height": read_whole,
}
"""How each key is read; the keys that are not here are words."""


def decimal_comma(text: str) -> bool:
    """Whether a text looks as if its commas were decimal points: `1,5 2,5 3,5`."""
    places = text.split()
    return len(places) > 1 and all(re.fullmatch(r"[+-]?\d+,\d+", place) for place in places)
