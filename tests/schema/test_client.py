"""A client that a program wrote from the description: it is written without a warning, and calls the live service."""

import importlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from openapi_python_client.strings import pascal_case, snake_case

from app.api.operation import Operation
from app.api.operations import OPERATIONS
from app.main import create_app
from app.settings import Settings
from tests.archives import layer_archive
from tests.asking import ask
from tests.serving import served

PACKAGE = "convolens_client"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that openapi-python-client writes."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(ask(create_app(Settings()), "GET", "/openapi.json").content)
    (folder / "config.yml").write_text(
        # What the generator has no writer for is sent as bytes; formatting the package is not what is tested.
        "content_type_overrides:\n  application/x-npz: application/octet-stream\n"
        "  application/x-npy: application/octet-stream\npost_hooks: []\n"
        f"package_name_override: {PACKAGE}\n"
    )
    command = [
        "generate",
        "--path",
        "openapi.json",
        "--config",
        "config.yml",
        "--output-path",
        "made",
        "--meta",
        "none",
    ]
    program = Path(sys.executable).with_name("openapi-python-client")
    made = subprocess.run(
        [program, *command, "--fail-on-warning"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    (folder / "made").rename(folder / PACKAGE)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(f"{PACKAGE}.client")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the application answers."""
    with served(create_app(Settings())) as (host, port):
        yield f"http://{host}:{port}"


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_generated_client_sends_every_example_and_reads_its_answer(
    client: ModuleType, address: str, operation: Operation
) -> None:
    """As typed objects, which say the same as the bytes."""
    module = snake_case(f"post{operation.operation_id}")
    call = importlib.import_module(f"{PACKAGE}.api.layer.{module}")
    models = importlib.import_module(f"{PACKAGE}.models")
    request = getattr(models, pascal_case(operation.request.__name__))
    with client.Client(base_url=address, raise_on_unexpected_status=True) as caller:
        for title, example in operation.examples.items():
            answer = call.sync_detailed(client=caller, body=request.from_dict(example))
            assert answer.status_code == 200, (title, answer.content)
            assert answer.parsed.to_dict() == json.loads(answer.content), title


@pytest.mark.slow
def test_a_generated_client_reads_problems_and_what_the_service_is(client: ModuleType, address: str) -> None:
    """A refusal is an object too."""
    models = importlib.import_module(f"{PACKAGE}.models")
    post = importlib.import_module(f"{PACKAGE}.api.layer.post_convolution")
    meta = importlib.import_module(f"{PACKAGE}.api.service.get_meta")
    with client.Client(base_url=address) as caller:
        problem = post.sync(client=caller, body=models.ConvolutionRequest.from_dict({"input": [1], "weight": [1, 2]}))
        assert isinstance(problem, models.Problem)
        assert problem.errors[0].code == "shape"
        assert meta.sync(client=caller).limits["max_json_numbers"] == Settings().max_json_numbers


@pytest.mark.slow
def test_a_generated_client_asks_for_an_array(client: ModuleType, address: str) -> None:
    """The request is the client's own; NumPy reads the answer.

    This generator reads one kind of content for each status, the first that is described, which is JSON: there is no
    function of the client for the other.
    """
    models = importlib.import_module(f"{PACKAGE}.models")
    post = importlib.import_module(f"{PACKAGE}.api.layer.post_convolution")
    body = models.ConvolutionRequest.from_dict({"input": [1, 2, 3, 4], "weight": [5, 6, 7]})
    with client.Client(base_url=address, headers={"Accept": "application/x-npy"}) as caller:
        answer = caller.get_httpx_client().request(**post._get_kwargs(body=body))
    assert np.load(io.BytesIO(answer.content)).tolist() == [38, 56]


@pytest.mark.slow
def test_a_generated_client_sends_an_archive_with_its_options(client: ModuleType, address: str) -> None:
    """The options stand in the query."""
    types = importlib.import_module(f"{PACKAGE}.types")
    post = importlib.import_module(f"{PACKAGE}.api.layer.post_convolution")
    with client.Client(base_url=address) as caller:
        body = types.File(payload=io.BytesIO(layer_archive()))
        assert post.sync(client=caller, body=body, padding="full").output == [7, 20, 38, 56, 39, 20]
