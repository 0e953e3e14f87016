"""What the OpenAPI description says beyond what FastAPI finds by itself: parameters, problems, examples."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from app.api.answers import ProblemAnswer, ProblemError
from app.api.media import NPZ
from app.problems import KINDS, MEDIA_TYPE
from app.query import NESTED
from app.settings import Settings
from app.state import VIEW_KEYS

Schema = dict[str, Any]

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}

# Which statuses each verb can have.
GET_PROBLEMS = (404, 405, 406, 414, 422, 500, 503)
POST_PROBLEMS = (400, 404, 405, 406, 413, 414, 415, 422, 500, 503)

ARRAYS = ("input", "weight", "bias", "upstream")
"""The fields that may come as an archive of arrays."""

BINARY = {"type": "string", "format": "binary"}

QUERY_TEXTS = {
    "input": "1,2,3,4",
    "weight": "5,6,7",
    **dict.fromkeys(("bias", "upstream", "padding", "output_padding", "stride", "dilation", "size", "rows")),
}
"""The fields that are written as texts of numbers, with an example where one is needed."""

QUERY_JSON = {"layers": '[{"weight":[5,6,7]},{"activation":"relu"}]'}
"""The fields that are written as JSON, with an example."""


def problems(statuses: tuple[int, ...]) -> dict[int | str, Schema]:
    """The responses that are problems, for a route's `responses`."""
    return {
        status: {"description": KINDS[status].title, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
        for status in statuses
    }


def complete(document: Schema, settings: Settings) -> Schema:
    """The document with the schema that `problems` refers to, and the limit of a list that is a setting."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    reference = "#/components/schemas/{model}"
    for name, model in (("Problem", ProblemAnswer), ("ProblemError", ProblemError)):
        schema = model.model_json_schema(ref_template=reference)
        schema.pop("$defs", None)
        schema["title"] = name  # which is what generated clients call it
        schemas[name] = schema
    schemas["StackRequest"]["properties"]["layers"]["maxItems"] = settings.max_stack_parts
    return document


def query_parameters(model: type[BaseModel]) -> list[Schema]:
    """The fields of a model as parameters of a query; then the keys of a view, which have no effect."""
    return [*field_parameters(model), *map(view_parameter, VIEW_KEYS)]


def field_parameters(model: type[BaseModel]) -> list[Schema]:
    """The fields of a model as parameters; the fields of a field stand behind a dot, and none of them is required."""
    schema = model.model_json_schema()
    required, found = schema.get("required", []), []
    for name, field in schema["properties"].items():
        if name in NESTED:
            inner = field_parameters(NESTED[name])
            found += [each | {"name": f"{name}.{each['name']}", "required": False} for each in inner]
        else:
            found.append(parameter(name, field, name in required))
    return found


def view_parameter(key: str) -> Schema:
    """A key of a shared address that no operation needs."""
    described = "Part of a shared address; no effect here."
    return {"name": key, "in": "query", "description": described, "schema": {"type": "string"}}


def option_parameters(model: type[BaseModel]) -> list[Schema]:
    """What may stand in the query of a POST, beside its body: every field but the arrays.

    Without its default: generated clients send that, and a field that is in the body as well is one too many.
    """
    body = (*ARRAYS, *QUERY_JSON)
    options = [each | {"required": False} for each in query_parameters(model) if each["name"] not in body]
    for option in options:
        option["schema"].pop("default", None)
    return options


def archive_body(model: type[BaseModel]) -> Schema:
    """The body of an operation as an archive of arrays, for those that take one: a layer with its input."""
    if "weight" not in model.model_fields:
        return {}
    names = " and ".join(f"`{name}`" for name in ARRAYS if name in model.model_fields)
    described = f"An uncompressed archive as numpy.savez writes it, of {names}; options stand in the query."
    return {"requestBody": {"content": {NPZ: {"schema": BINARY | {"description": described}}}}}


def parameter(name: str, field: Mapping[str, Any], required: bool) -> Schema:
    """One field as a parameter; an array is a text of numbers with commas, rows with semicolons."""
    described = {"name": name, "in": "query", "description": field.get("description", ""), "required": required}
    if not required:
        described["allowEmptyValue"] = True  # as if it were not there
    if name in QUERY_JSON:
        described["description"] += " Written as JSON."
        return described | {"schema": {"type": "string"}, "example": QUERY_JSON[name]}
    if name not in QUERY_TEXTS:
        return described | {"schema": query_schema(field)}
    described["description"] += " Numbers by commas, rows by semicolons, anything deeper as JSON."
    described["schema"] = {"type": "string"}
    if QUERY_TEXTS[name] is not None:
        described["example"] = QUERY_TEXTS[name]
    return described


def query_schema(field: Mapping[str, Any]) -> Schema:
    """The schema of a field where it stands in a query, which has no null: what is not given is left out."""
    schema = {key: field[key] for key in ("type", "enum", "anyOf", "default") if key in field}
    if schema.get("default", "") is None:
        del schema["default"]
    if "anyOf" in schema:
        schema["anyOf"] = [choice for choice in schema["anyOf"] if choice.get("type") != "null"]
    return schema
