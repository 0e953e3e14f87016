"""What every test shares: how far hypothesis searches, and the loop that asynchronous tests run in."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

# Two BLAS threads on two busy cores are slower than one, and the suite is no exception.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The suite says the same about the same code each time; `make test-long` looks further each time, and
# `make check` only far enough to be done in a minute.
settings.register_profile(
    "suite",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("suite"), max_examples=20)
settings.register_profile("long", derandomize=False, deadline=None, max_examples=2_000, print_blob=True)
# A changed core is only to be noticed: the smallest case that shows the change is of no interest.
settings.register_profile(
    "mutants",
    settings.get_profile("suite"),
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run in the loop that the server runs in."""
    return "asyncio"
