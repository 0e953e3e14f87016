"""Reading a JSON body strictly: UTF-8, no key twice, every number finite."""

import json
import math
from collections import Counter
from typing import Any, NoReturn

import numpy as np
import orjson

from app.problems import PLAIN_WORD, Problem, locate

# Far more than any request has; a body of 100,000 unknown names would cost an error object each.
MAX_FIELDS = 64

Location = tuple[str | int, ...]
"""The keys and indices that lead to a value."""

LARGE = 4_096
"""Bytes of a body from which on arrays are worth their overhead."""


def read_json(body: bytes, max_numbers: int) -> Any:
    """The value of a JSON text.

    Raises Problem: 400 for what is not JSON, 422 for what is JSON and still no request (a key twice, NaN,
    more numbers than are read, too deep).
    """
    check_count(body, max_numbers)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return read_slowly(body)
    # orjson keeps the last of two equal keys: then a colon is left over, and the slow way says which.
    return value if count_bytes(body, b":") == count_keys(value) else read_slowly(body)


def count_bytes(body: bytes, one: bytes) -> int:
    """How often one byte stands in a body: `bytes.count` takes several times as long in a large one.

    >>> count_bytes(b"a:b:c", b":")
    2
    """
    if len(body) < LARGE:
        return body.count(one)
    return int(np.count_nonzero(np.frombuffer(body, np.uint8) == ord(one)))


def check_count(body: bytes, max_numbers: int) -> None:
    """Refuse more numbers than are read; a JSON text has one value more than it has commas."""
    if not body.strip():
        message = 'The body is empty: send a JSON object, such as {"input": [1, 2, 3], "weight": [1]}.'
        raise unreadable("empty-body", message)
    if count_bytes(body, b",") >= max_numbers:
        raise refusal("too-large", f"One request may hold {max_numbers:,} numbers: send fewer.")


def count_keys(value: Any) -> int:
    """How many keys the objects of a value have, also in a list that begins with one, but not behind numbers.

    >>> count_keys({"input": [1, 2], "layers": [{"weight": [1]}, {"activation": "relu"}]})
    4
    """
    if isinstance(value, list):
        return sum(map(count_keys, value)) if value and isinstance(value[0], dict) else 0
    if not isinstance(value, dict):
        return 0
    if len(value) > MAX_FIELDS:
        raise too_many_fields()
    return len(value) + sum(map(count_keys, value.values()))


def read_slowly(body: bytes) -> Any:
    """The same with the standard library, which can say what is wrong and where.

    Raises RecursionError too: the route answers it, wherever it arises.
    """
    try:
        value = read_text(body.decode())
    except UnicodeDecodeError as fault:
        raise unreadable("not-utf-8", f"The body is not UTF-8: byte {fault.start} cannot be read.") from fault
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise unreadable("not-json", f"The body is not JSON: something else stands in {where}.") from fault
    count_keys(value)
    check(value, ())
    return value


def read_text(text: str) -> Any:
    """The value of a JSON text; raises ValueError. A function of ours reads whole numbers only where it must."""
    try:
        return json.loads(text, object_pairs_hook=read_object)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python reads no whole number of thousands of digits
        return json.loads(text, object_pairs_hook=read_object, parse_int=number)


class Doubled(dict[str, Any]):
    """An object in which a key is given twice."""

    twice: str


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its pairs; where two have one key it is Doubled, and where it stands is not known yet."""
    if len(pairs) > MAX_FIELDS:
        raise too_many_fields()
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    doubled.twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
    return doubled


def number(digits: str) -> float:
    """A whole number; beyond float64 it is an infinity, which `check` finds."""
    return int(digits) if len(digits) < 310 else float(digits)


def check(value: Any, location: Location) -> None:
    """Raise Problem for the first key that is given twice, NaN or infinity, with its place."""
    if isinstance(value, Doubled):
        refuse_key(value.twice, location)
    if isinstance(value, dict):
        for key, inner in value.items():
            check(inner, (*location, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            # numbers are looked at here, since a call for each of them would take ten times as long
            if isinstance(inner, float):
                if not math.isfinite(inner):
                    refuse_number((*location, index))
            elif isinstance(inner, list | dict):
                check(inner, (*location, index))
    elif isinstance(value, float) and not math.isfinite(value):
        refuse_number(location)


def refuse_key(key: str, location: Location) -> NoReturn:
    """Raise the Problem of a key that is given twice in the object at this place."""
    shown = f"The field {key}" if PLAIN_WORD.fullmatch(key) else "A field"
    raise refusal("duplicate-key", f"{shown} is given twice: give it once.", locate((*location, key), "pointer"))


def refuse_number(location: Location) -> NoReturn:
    """Raise the Problem of a number that is none."""
    raise refusal(
        "not-finite",
        "Every number must be finite: NaN, infinities and 1e999 are not.",
        locate(location, "pointer"),
    )


def too_many_fields() -> Problem:
    """The problem of an object that no request has."""
    return refusal("too-many-fields", f"No object here has more than {MAX_FIELDS} fields.")


def too_deep() -> Problem:
    """The problem of lists in lists in lists."""
    return refusal("too-deep", "The lists or objects of the body lie too deep in one another.")


def refusal(code: str, message: str, pointer: str = "") -> Problem:
    """A 422 with one error."""
    return Problem(422, message, errors=[{"pointer": pointer, "code": code, "message": message}])


def unreadable(code: str, message: str, pointer: str = "") -> Problem:
    """A 400 with one error."""
    return Problem(400, message, errors=[{"pointer": pointer, "code": code, "message": message}])
