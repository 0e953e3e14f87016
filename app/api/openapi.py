"""What the OpenAPI description says beyond what FastAPI finds by itself: parameters, problems, examples."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from app.api.answers import ProblemAnswer, ProblemError
from app.api.media import NPZ
from app.problems import KINDS, MEDIA_TYPE
from app.state import STATE_KEYS

Schema = dict[str, Any]

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}

# Which statuses each verb can have.
GET_PROBLEMS = (404, 405, 406, 414, 422, 500, 503)
POST_PROBLEMS = (400, 404, 405, 406, 413, 414, 415, 422, 500, 503)

ARRAYS = ("input", "weight", "bias", "upstream")
"""The fields that may come as an archive of arrays."""

BINARY = {"type": "string", "format": "binary"}

QUERY_ARRAYS = {
    "input": "1,2,3,4",
    "weight": "5,6,7",
    "bias": None,
    "upstream": None,
    "padding": None,
    "stride": None,
    "dilation": None,
}


def problems(statuses: tuple[int, ...]) -> dict[int | str, Schema]:
    """The responses that are problems, for a route's `responses`."""
    return {
        status: {"description": KINDS[status].title, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
        for status in statuses
    }


def add_problem_schema(document: Schema) -> Schema:
    """The document with the schema that `problems` refers to."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    reference = "#/components/schemas/{model}"
    for name, model in (("Problem", ProblemAnswer), ("ProblemError", ProblemError)):
        schema = model.model_json_schema(ref_template=reference)
        schema.pop("$defs", None)
        schemas[name] = schema
    return document


def query_parameters(model: type[BaseModel]) -> list[Schema]:
    """The fields of a model as parameters of a query; then the keys of a view, which have no effect."""
    schema = model.model_json_schema()
    names = schema["properties"]
    required = schema.get("required", [])
    own = [parameter(name, field, name in required) for name, field in names.items()]
    others = [key for key in STATE_KEYS if key not in names]
    return own + [
        {
            "name": key,
            "in": "query",
            "description": "Part of a shared address; no effect here.",
            "schema": {"type": "string"},
        }
        for key in others
    ]


def option_parameters(model: type[BaseModel]) -> list[Schema]:
    """What may stand in the query of a POST, beside its body: every field but the arrays."""
    return [each | {"required": False} for each in query_parameters(model) if each["name"] not in ARRAYS]


def archive_body(model: type[BaseModel]) -> Schema:
    """The body of an operation as an archive of arrays, for those that take one."""
    names = " and ".join(f"`{name}`" for name in ARRAYS if name in model.model_fields)
    described = f"An uncompressed archive as numpy.savez writes it, of {names}; options stand in the query."
    return {"requestBody": {"content": {NPZ: {"schema": BINARY | {"description": described}}}}}


def parameter(name: str, field: Mapping[str, Any], required: bool) -> Schema:
    """One field as a parameter; an array is a text of numbers with commas, rows with semicolons."""
    described = {"name": name, "in": "query", "description": field.get("description", ""), "required": required}
    if name not in QUERY_ARRAYS:
        return described | {"schema": {key: field[key] for key in ("type", "enum", "anyOf", "default") if key in field}}
    described["description"] += " Numbers by commas, rows by semicolons, anything deeper as JSON."
    described["schema"] = {"type": "string"}
    if QUERY_ARRAYS[name] is not None:
        described["example"] = QUERY_ARRAYS[name]
    return described
