"""The service against its own description: whatever that allows is answered as it says, whatever it forbids refused."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from tests.serving import served

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the application answers; it is called over HTTP, as every client calls it."""
    with served(create_app(Settings())) as (host, port):
        yield f"http://{host}:{port}"


def schemathesis(address: str, cases: int, *options: str) -> subprocess.CompletedProcess[str]:
    """All phases, with so many random cases an operation."""
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "--no-color", "--config-file", HERE / "schemathesis.toml", "run", f"{address}/openapi.json"]
    return subprocess.run(
        [*command, "--max-examples", str(cases), *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_fifty_cases_an_operation_keep_to_the_description(address: str) -> None:
    """No 5xx, no answer that the description does not know, no misfit accepted, and none refused without a reason."""
    found = schemathesis(address, 50, "--seed", "1")
    assert found.returncode == 0, found.stdout[-10_000:] + found.stderr[-2_000:]


@pytest.mark.long
def test_ten_thousand_cases_an_operation_keep_to_the_description(address: str) -> None:
    """Others each time; the seed is in the report."""
    cases = os.environ.get("SCHEMA_CASES", "10000")
    found = schemathesis(address, int(cases), "--continue-on-failure")
    print(found.stdout[-3_000:])  # noqa: T201, since how many there were belongs into the log
    assert found.returncode == 0, found.stdout[-20_000:] + found.stderr[-2_000:]
