import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
LONGEST_START = 60.0
"""Seconds after which a server that says nothing is given up; the test waits for what it says, not for time."""

pytestmark = pytest.mark.packaging


def run(*command: str | Path) -> None:
    """Run a command to its end; when it fails, what it said is the reason."""
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}", pytrace=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tree as it is."""
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT)
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the locked packages and the wheel, and nothing else."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", home)
    pip = [home / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    locked = ROOT / "requirements/run.txt"
    run(*pip, "--require-hashes", "--requirement", locked)
    run(*pip, "--no-deps", "--no-index", wheel)
    return home


@pytest.fixture(scope="module")
def address(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the installed service answers, started from a directory that has nothing to do with it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    names = ("PATH", "HOME", "LANG")
    process = subprocess.Popen(
        [environment / "bin/convolens", "serve", "--port", "0"],
        cwd=elsewhere,
        env={name: os.environ[name] for name in names if name in os.environ},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    giving_up = threading.Timer(LONGEST_START, process.kill)
    giving_up.start()
    said: list[str] = []
    try:
        for line in process.stderr:
            said.append(line)
            if running := re.search(r"running on (http://[\d.:]+)", line):
                giving_up.cancel()
                yield running[1]
                break
        else:
            pytest.fail(f"the service did not start:\n{''.join(said)}")
    finally:
        giving_up.cancel()
        process.terminate()
        process.communicate()
    assert list(elsewhere.iterdir()) == [], "the service wrote something where it was started"


def test_the_wheel_carries_the_front_end_and_nothing_else_of_the_tree(wheel: Path) -> None:
    """Static files and templates travel inside the package; tests and benchmarks stay at home."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("static", "app/_static"), ("templates", "app/_templates")):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        assert {f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" for path in files} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"app"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_packages_fit_together(environment: Path) -> None:
    """The wheel asks for nothing that the lock file does not hold."""
    run(environment / "bin/python", "-m", "pip", "check")


def test_the_installed_service_serves_its_page_with_its_style_sheet(address: str) -> None:
    """From the wheel alone: no checkout, no working directory, no other host."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        sheets = re.findall(r"<link[^>]*rel=\"stylesheet\"[^>]*>", page.text)
        assert sheets
        for sheet in sheets:
            answer = client.get(re.search(r"href=\"([^\"]+)\"", sheet)[1])
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/css")
            assert len(answer.content) > 100


def test_the_installed_service_answers_the_question(address: str) -> None:
    """38 and 56, over JSON, from the wheel."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        answer = client.post("/api/v1/convolution", json={"input": [1, 2, 3, 4], "weight": [5, 6, 7]})
    assert answer.status_code == 200
    assert answer.json()["output"] == [38, 56]
