"""What a model finds wrong, in words for people: where it is, a code, and what would work."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.problems import MAX_ERRORS, Place, PlaceOf, Problem, locate, sentence
from app.query import NESTED, QueryError
from app.state import PARTS, STATE_KEYS

Model = TypeVar("Model", bound=BaseModel)


def missing(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for a field that has to be given."""
    example = {
        "input": "a list of numbers such as 1, 2, 3, 4",
        "weight": "a list of numbers such as 5, 6, 7",
        "layers": 'a list of parts such as [{"weight": [5, 6, 7]}, {"activation": "relu"}]',
        "kind": "max or average",
        "size": "a whole number such as 2",
    }
    return f"{name} is missing: give {example.get(name, 'it')}"


def unknown(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for a field that there is not, with the nearest one that there is."""
    if not names:
        return "there is no such field: leave it out"
    if name in (*STATE_KEYS, *NESTED):
        return f"{name} has no effect here: leave it out, or use {listed(names)}"
    near = difflib.get_close_matches(name, names, n=1)
    return (
        f"there is no such field: did you mean {near[0]}?" if near else f"there is no such field: use {listed(names)}"
    )


def choice(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for a word that is not one of those that are offered."""
    return f"this must be one of {context['expected'].replace(chr(39), '')}"


def fixed(text: str) -> Callable[[Mapping[str, Any], Sequence[str], str], str]:
    """A sentence that depends on nothing."""
    return lambda context, names, name: text


def listed(names: Sequence[str]) -> str:
    """Names for reading.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


OBJECTS = {"pooling": '{"kind": "max", "size": 2}'}
"""An example of each field that is an object."""


def not_an_object(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for something else where an object has to be."""
    example = OBJECTS.get(name, '{"input": [1, 2, 3], "weight": [1, 0]}')
    return f"{'this must be' if name in OBJECTS else 'send'} a JSON object, such as {example}"


LISTS = {"rows": "[0, 2]", "layers": '[{"weight": [5, 6, 7]}]'}
"""An example of each field that is a list and no array."""


def not_a_list(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for something else where a list has to be."""
    return f"this must be a list, such as {LISTS[name]}" if name in LISTS else "this must be a list"


def entries(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for a list that is too short or too long."""
    least, most = context.get("min_length"), context.get("max_length")
    allowed = f"at least {least}" if most is None else f"at most {most}"
    found = context["actual_length"]
    return f"this list has {found} {'entry' if found == 1 else 'entries'}: give {allowed}"


def bound(context: Mapping[str, Any], names: Sequence[str], name: str) -> str:
    """The sentence for a whole number that is too small or too large."""
    return f"this must be at least {context['ge']}" if "ge" in context else f"this must be at most {context['le']}"


# Pydantic's name of the error -> our code and the sentence. What is not here has words of its own.
SENTENCES: dict[str, tuple[str, Callable[[Mapping[str, Any], Sequence[str], str], str]]] = {
    "missing": ("missing", missing),
    "extra_forbidden": ("unknown-field", unknown),
    "literal_error": ("option", choice),
    "bool_type": ("not-a-flag", fixed("this must be true or false")),
    "float_type": ("not-a-number", fixed("this must be a number, such as 0.1")),
    "string_unicode": ("not-text", fixed("this holds half of a character: send whole characters, in UTF-8")),
    "finite_number": ("not-finite", fixed("this must be a finite number")),
    "int_type": ("not-a-whole-number", fixed("this must be a whole number")),
    "list_type": ("not-a-list", not_a_list),
    "too_short": ("length", entries),
    "too_long": ("length", entries),
    "greater_than_equal": ("option", bound),
    "less_than_equal": ("too-large", bound),
    "model_type": ("not-an-object", not_an_object),
    "model_attributes_type": ("not-an-object", not_an_object),
}


def names_around(location: Sequence[str | int], names: Sequence[str]) -> Sequence[str]:
    """The fields of the object that a location lies in; `names` are those of the whole request.

    >>> names_around(("pooling", "sizes"), ["input"])[:2], names_around(("inputs",), ["input"])
    (['kind', 'size'], ['input'])
    """
    for part in reversed(location[:-1]):
        if part in NESTED:
            return list(NESTED[str(part)].model_fields)
        if part == "layers":
            return list(dict.fromkeys(name for model in PARTS.values() for name in model.model_fields))
    return names


def problem_of_validation(errors: Iterable[Mapping[str, Any]], place_of: PlaceOf, names: Sequence[str]) -> Problem:
    """The 422 of what pydantic found: never what was sent, and only the first few errors.

    `names` are the fields that there are.
    """
    found = list(errors)
    places = [place_of(str(error["loc"][0]) if error["loc"] else "") for error in found[:MAX_ERRORS]]
    items = [error_item(error, place, names) for error, place in zip(found, places, strict=False)]
    return Problem(422, detail(items[0], places[0], len(found) - 1), errors=items)


def error_item(error: Mapping[str, Any], place: Place, names: Sequence[str]) -> dict[str, str]:
    """One error as `{pointer or parameter, code, message}`."""
    location, code, message = error["loc"], error["type"], error["msg"]
    if code in SENTENCES:
        code, words = SENTENCES[code]
        message = words(error.get("ctx", {}), names_around(location, names), str(location[-1]) if location else "")
    return {place: locate(location, place), "code": code.replace("_", "-"), "message": message}


def detail(item: Mapping[str, str], place: Place, others: int) -> str:
    """The first error as a sentence that says where, and how many more there are.

    >>> detail({"pointer": "/weight/1", "code": "", "message": "this must be a number"}, "pointer", 2)
    'At weight/1: this must be a number. There are 2 more errors.'
    """
    where = item[place].lstrip("/")
    message = item["message"]
    named = f"at {where}: {message}" if where and not message.startswith(where) else message
    more = {0: "", 1: " There is 1 more error."}.get(others, f" There are {others} more errors.")
    return sentence(named) + more


def problem_of_query(error: QueryError) -> Problem:
    """The 422 of a parameter that cannot be read."""
    parameter = locate([error.parameter], "parameter")
    item = {"parameter": parameter, "code": error.code, "message": str(error)}
    return Problem(422, detail(item, "parameter", 0), errors=[item])


def in_query(field: str) -> Place:
    """Where every field of a query is."""
    return "parameter"


def validate(model: type[Model], fields: Any, place_of: PlaceOf = in_query, limits: Any = None) -> Model:
    """The fields of a request as a model; `limits` are the settings that say how much it may hold. Raises Problem."""
    try:
        return model.model_validate(fields, context=limits)
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_input=False)
        raise problem_of_validation(errors, place_of, list(model.model_fields)) from fault
