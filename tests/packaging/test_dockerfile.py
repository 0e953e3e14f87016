import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile in order, without comments and with continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, its FROM first."""
    found: list[list[tuple[str, str]]] = []
    for instruction in instructions():
        if instruction[0] == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def last(name: str) -> str:
    """The last instruction of this name in the stage that runs."""
    return [value for each, value in stages()[-1] if each == name][-1]


def test_the_image_is_made_in_two_slim_stages() -> None:
    """What installs stays behind."""
    bases = [stage[0][1].split()[0] for stage in stages()]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim", base) for base in bases)
    assert len(set(bases)) == 1, "an environment only works with the Python that made it"


def test_the_service_runs_as_a_number_that_is_not_root() -> None:
    """An orchestrator that forbids root can see it only from a number."""
    user, group = last("USER").split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_health_check_needs_nothing_that_a_slim_image_lacks() -> None:
    """No curl and no shell: the Python that is there, on the port that is set."""
    check = last("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command[:2] == ["python", "-c"]
    assert "curl" not in check
    assert "wget" not in check
    assert "os.environ['PORT']" in command[2]
    compile(command[2], "HEALTHCHECK", "exec")


def test_the_command_is_the_server_itself_and_reads_the_port() -> None:
    """Process 1 receives the signal to stop; a shell in between would swallow it."""
    command = json.loads(last("CMD"))
    assert command == ["python", "-m", "app.cli", "serve"]
    environment = last("ENV")
    assert "PORT=8000" in environment
    assert "HOST=0.0.0.0" in environment
    assert last("EXPOSE") == "8000"


def test_nothing_is_written_while_it_runs() -> None:
    """So that the root may be read-only: compiled while it is built, no bytecode afterwards."""
    assert "PYTHONDONTWRITEBYTECODE=1" in last("ENV")
    assert any("compileall" in value for name, value in stages()[0] if name == "RUN")
    assert not [name for name, _ in stages()[-1] if name in {"RUN", "VOLUME"}]


def test_packages_are_installed_by_hash_and_no_cache_is_left() -> None:
    """Nothing from apt, nothing of pip's, nothing unpinned."""
    runs = " ".join(value for name, value in instructions() if name == "RUN")
    assert "--require-hashes" in runs
    assert "apt" not in runs
    assert "PIP_NO_CACHE_DIR=1" in stages()[0][1][1]


def test_the_image_is_built_only_from_what_runs() -> None:
    """The context is closed first; what is copied is opened again, and exists."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in ignored if line and not line.startswith("#")]
    assert rules[0] == "*"
    opened = {line[1:] for line in rules if line.startswith("!")}
    copied = {value.split()[0] for name, value in stages()[0] if name == "COPY"}
    assert copied == opened
    assert [name for name in sorted(copied) if not (ROOT / name).exists()] == []
