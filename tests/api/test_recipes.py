"""The recipes of docs/api.md, run as they stand against a running service."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
RECIPES = re.findall(r"```(sh|python|js|r)\n([^`]*)```\n\n```text\n(.*?)```", TEXT, flags=re.DOTALL)

# How each language is run, and what its file is called.
INTERPRETERS = {
    "sh": (["sh"], "recipe.sh"),
    "python": ([sys.executable], "recipe.py"),
    "js": (["node"], "recipe.mjs"),
    "r": (["Rscript", "--vanilla"], "recipe.R"),
}
NEEDED = {"sh": "curl", "python": sys.executable, "js": "node", "r": "Rscript"}

pytestmark = pytest.mark.slow


def printed(language: str, code: str, folder: Path) -> str:
    """What a recipe prints; skipped where its interpreter is not there, and only then."""
    if shutil.which(NEEDED[language]) is None:
        pytest.skip(f"{NEEDED[language]} is not on this machine")
    command, name = INTERPRETERS[language]
    (folder / name).write_text(code)
    done = subprocess.run(
        [*command, name],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("language", "code", "expected"), RECIPES, ids=[f"{number}-{recipe[0]}" for number, recipe in enumerate(RECIPES)]
)
def test_a_recipe_prints_what_is_written(address: str, tmp_path: Path, language: str, code: str, expected: str) -> None:
    """Line by line; only the address of the service is another."""
    assert "http://127.0.0.1:8000" in code
    found = printed(language, code.replace("http://127.0.0.1:8000", address), tmp_path)
    assert [line.rstrip() for line in found.splitlines()] == expected.splitlines()


def test_there_is_a_recipe_in_every_language() -> None:
    """The test above would pass without any."""
    assert {language for language, _, _ in RECIPES} == set(INTERPRETERS)
