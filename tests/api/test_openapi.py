"""The description of the API: complete, true, and with examples that run."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.api.examples import ANSWERS, REQUESTS
from app.api.routes import OPERATIONS
from app.problems import MEDIA_TYPE
from app.state import STATE_KEYS
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
    expected = {"Convolution", "FeatureMaps", "Toeplitz", "Connectivity", "Gradients"}
    assert names == {verb + name for verb in ("get", "post") for name in expected} | {"getMeta"}


@pytest.mark.parametrize(("operation", "name"), [(op, name) for op in REQUESTS for name in REQUESTS[op]])
def test_each_example_runs(document: Any, post: Post, operation: str, name: str) -> None:
    """As it stands in the served description."""
    content = document["paths"][f"/api/v1/{operation}"]["post"]["requestBody"]["content"]["application/json"]
    answer = post(operation, **content["examples"][name]["value"])
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("operation", ANSWERS)
def test_the_example_of_an_answer_is_the_answer(document: Any, post: Post, operation: str) -> None:
    """To the first example of its request."""
    for verb in ("get", "post"):
        ok = document["paths"][f"/api/v1/{operation}"][verb]["responses"]["200"]
        first = next(iter(REQUESTS[operation].values()))
        assert post(operation, **first).json() == ok["content"]["application/json"]["example"]
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


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_parameters_of_get_are_the_fields_of_post_and_the_keys_of_a_view(document: Any, operation: Any) -> None:
    """One schema serves both."""
    parameters = document["paths"][f"/api/v1/{operation.name}"]["get"]["parameters"]
    names = [parameter["name"] for parameter in parameters]
    fields = list(operation.request.model_fields)
    assert names[: len(fields)] == fields
    assert set(names) == set(fields) | set(STATE_KEYS)
    assert len(names) == len(set(names))
    assert [parameter["name"] for parameter in parameters if parameter.get("required")] == ["input", "weight"]


def test_every_field_is_explained(document: Any) -> None:
    """In a sentence."""
    for operation in OPERATIONS:
        for name, field in operation.request.model_fields.items():
            assert field.description, (operation.name, name)
