"""The description of the API: complete, true, and with examples that run."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.api.operation import Operation
from app.api.operations import OPERATIONS
from app.problems import MEDIA_TYPE
from app.state import POOLING_KEYS, VIEW_KEYS
from tests.api.conftest import Post
from tests.asking import ask


@pytest.fixture(scope="module")
def document(app: FastAPI) -> Any:
    """The description as it is served."""
    return ask(app, "GET", "/openapi.json").json()


def verbs(document: Any) -> list[tuple[str, str, Any]]:
    """Every operation with its path and verb."""
    return [(path, verb, item) for path, verbs in document["paths"].items() for verb, item in verbs.items()]


def test_every_operation_is_described_with_a_stable_name(document: Any) -> None:
    """Programs are generated from these names."""
    names = {item["operationId"] for _, _, item in verbs(document)}
    expected = {"Convolution", "FeatureMaps", "Toeplitz", "Connectivity", "Gradients", "TransposedConvolution"}
    expected |= {"Im2Col", "Stack", "Code", "Latex"}
    assert names == {verb + name for verb in ("get", "post") for name in expected} | {"getMeta"}


each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


@pytest.mark.parametrize(("operation", "title"), [(each.name, title) for each in OPERATIONS for title in each.examples])
def test_each_example_runs(document: Any, post: Post, operation: str, title: str) -> None:
    """As it stands in the served description."""
    content = document["paths"][f"/api/v1/{operation}"]["post"]["requestBody"]["content"]["application/json"]
    answer = post(operation, **content["examples"][title]["value"])
    assert answer.status_code == 200, answer.text


@each_operation
def test_the_example_of_an_answer_is_the_answer(document: Any, post: Post, operation: Operation) -> None:
    """To the first example of its request."""
    for verb in ("get", "post"):
        ok = document["paths"][f"/api/v1/{operation.name}"][verb]["responses"]["200"]
        first = next(iter(operation.examples.values()))
        assert post(operation.name, **first).json() == ok["content"]["application/json"]["example"]
        assert ok["content"]["application/json"]["schema"]["$ref"].endswith("Answer")


def test_every_error_is_described_as_a_problem(document: Any) -> None:
    """And nothing of the framework's own errors is left."""
    for path, verb, item in verbs(document):
        errors = {status: answer for status, answer in item["responses"].items() if status != "200"}
        assert {"404", "405", "406", "500"} <= errors.keys(), (path, verb)
        for answer in errors.values():
            assert answer["content"][MEDIA_TYPE]["schema"]["$ref"] == "#/components/schemas/Problem"
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_reference_leads_somewhere(document: Any) -> None:
    """A generator stops at the first that does not."""

    def references(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(references, value))
        if isinstance(value, dict):
            here = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return here.union(*map(references, value.values()))
        return set()

    for reference in references(document):
        name = reference.removeprefix("#/components/schemas/")
        assert name in document["components"]["schemas"], reference


@each_operation
def test_the_parameters_of_get_are_the_fields_of_post_and_the_keys_of_a_view(
    document: Any, operation: Operation
) -> None:
    """One schema serves both; the fields of a field stand behind a dot, and nothing else is taken."""
    parameters = document["paths"][f"/api/v1/{operation.name}"]["get"]["parameters"]
    names = [parameter["name"] for parameter in parameters]
    fields = [
        key for name in operation.request.model_fields for key in (POOLING_KEYS if name == "pooling" else (name,))
    ]
    assert names == [*fields, *VIEW_KEYS]
    required = [name for name, field in operation.request.model_fields.items() if field.is_required()]
    assert [parameter["name"] for parameter in parameters if parameter.get("required")] == required


def test_every_field_is_explained(document: Any) -> None:
    """In a sentence."""
    for operation in OPERATIONS:
        for name, field in operation.request.model_fields.items():
            assert field.description, (operation.name, name)
