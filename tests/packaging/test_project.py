import json
import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements/run.txt", "requirements/test.txt"]


def text(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, object]:
    """The project table of pyproject.toml."""
    return tomllib.loads(text("pyproject.toml"))["project"]


def pins(name: str) -> dict[str, set[str]]:
    """The versions that a lock file pins, by package: there may be one for old Pythons and one for new."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", text(name), re.MULTILINE):
        found.setdefault(package, set()).add(version)
    return found


def requirement_names(requirements: list[str]) -> set[str]:
    """The names of packages out of requirement lines."""
    return {re.match(r"[A-Za-z0-9._-]+", each)[0].lower() for each in requirements}


NPM_LOCKS = ["package-lock.json", "tests/lighthouse/package-lock.json"]


@pytest.mark.parametrize("name", [*LOCKS, *NPM_LOCKS, ".npmrc"])
def test_a_lock_file_names_no_address(name: str) -> None:
    """Packages are known by version and hash; where they come from is each machine's own setting."""
    assert not re.search(r"[a-z+]+://|--(extra-)?index-url|--find-links|registry=", text(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_a_hash(name: str) -> None:
    """What was tested is what is installed."""
    entries = re.split(r"^(?=\S)", text(name), flags=re.MULTILINE)
    entries = [each for each in entries if each.strip()]
    assert entries
    assert [each.split()[0] for each in entries if "--hash=sha256:" not in each] == []


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_every_npm_package_has_an_integrity_value(name: str) -> None:
    """The same for the front end's tools."""
    packages = json.loads(text(name))["packages"]
    assert len(packages) > 1
    assert [place for place, entry in packages.items() if place and "integrity" not in entry] == []


def test_the_lock_files_pin_what_the_project_asks_for() -> None:
    """A dependency that is added to pyproject.toml is locked by `make lock`."""
    assert requirement_names(project()["dependencies"]) <= set(pins(LOCKS[0]))
    assert requirement_names(project()["optional-dependencies"]["test"]) <= set(pins(LOCKS[1]))


def test_the_tests_run_on_the_versions_that_are_served() -> None:
    """Every package of the one lock file stands in the other, at the same version."""
    tested = pins(LOCKS[1])
    assert {package: tested.get(package) for package in pins(LOCKS[0])} == pins(LOCKS[0])


def test_the_version_is_written_in_one_place() -> None:
    """pyproject.toml reads it from the package."""
    assert "version" in project()["dynamic"]
    assert "version" not in project()
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", app.__version__)


@pytest.mark.parametrize("name", [".ci/run", *sorted(f"scripts/{path.name}" for path in (ROOT / "scripts").glob("*"))])
def test_a_script_is_executable_and_valid(name: str) -> None:
    """It is plain sh that stops at the first fault, or Python."""
    path = ROOT / name
    assert path.stat().st_mode & stat.S_IXUSR
    if text(name).startswith("#!/usr/bin/env python3\n"):
        compile(text(name), name, "exec")
        return
    assert text(name).startswith("#!/bin/sh\n")
    assert "\nset -eu\n" in text(name)
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0


def test_what_is_on_the_path_is_not_installed_again() -> None:
    """`need` returns at once, without asking for root, when the command is there."""
    done = subprocess.run([ROOT / "scripts/need", "sh", "no-such-package"], capture_output=True, check=True)
    assert done.stdout + done.stderr == b""


def test_what_is_missing_and_cannot_be_installed_is_named(tmp_path: Path) -> None:
    """On a machine without apt-get the sentence says what to install."""
    (tmp_path / "sh").symlink_to("/bin/sh")
    command = [ROOT / "scripts/need", "chromium", "chromium", "fonts-liberation"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert "'chromium' is not on the path" in done.stderr
    assert "chromium fonts-liberation" in done.stderr


def test_the_python_that_is_found_is_new_enough() -> None:
    """And on a path without one, the sentence says what is needed."""
    found = subprocess.run([ROOT / "scripts/find-python"], capture_output=True, check=True, text=True).stdout.strip()
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    assert subprocess.run([found, "-c", check], check=False).returncode == 0
    done = subprocess.run([ROOT / "scripts/find-python"], env={"PATH": "/nowhere"}, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Python 3.11 or newer" in done.stderr


def test_continuous_integration_runs_every_test() -> None:
    """`make test` fails when any test does, and so does .ci/run, since it becomes it."""
    assert "exec make test" in text(".ci/run")


@pytest.mark.parametrize("target", ["run", "test", "test-long", "check", "bench", "lock", "format"])
def test_a_command_of_the_makefile_is_explained(target: str) -> None:
    """In `make help` and in CONTRIBUTING.md."""
    made = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True, text=True, env=os.environ)
    assert f"make {target} " in made.stdout
    assert f"`make {target}`" in text("CONTRIBUTING.md")


@pytest.mark.parametrize(
    ("arguments", "host", "port"),
    [([], "127.0.0.1", "8000"), (["PORT=9000"], "127.0.0.1", "9000"), (["HOST=0.0.0.0"], "0.0.0.0", "8000")],
)
def test_make_run_serves_here_unless_told_otherwise(arguments: list[str], host: str, port: str) -> None:
    """127.0.0.1:8000; PORT and HOST change it."""
    environment = {name: value for name, value in os.environ.items() if name not in {"HOST", "PORT", "MAKEFLAGS"}}
    command = ["make", "--dry-run", "run", *arguments]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True, env=environment)
    assert f"serve --host {host} --port {port}" in made.stdout


def test_every_decision_stands_in_the_index() -> None:
    """One page each, numbered without a gap."""
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    assert re.findall(r"\]\((0\d{3}-[a-z0-9-]+\.md)\)", text("docs/decisions/README.md")) == pages
    assert [int(page[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert text(f"docs/decisions/{page}").startswith(f"# {page[:4]} · ")
