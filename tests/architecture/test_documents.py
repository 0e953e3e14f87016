"""What the documents promise has a test behind it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = (TESTS.parent / "docs/accessibility.md").read_text(encoding="utf-8")


def promised() -> dict[int, list[str]]:
    """The tests that docs/accessibility.md names, by the number of the requirement."""
    rows = re.findall(r"^\| (\d+) \|.*\|([^|]*)\|$", TABLE, re.MULTILINE)
    return {int(number): re.findall(r"`(test_\w+)`", shown) for number, shown in rows}


def test_every_requirement_of_accessibility_is_shown_by_a_test() -> None:
    """Fifteen numbers, each with tests, all of which there are."""
    written = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert list(promised()) == list(range(1, 16))
    assert [number for number, names in promised().items() if not names] == []
    assert {name for names in promised().values() for name in names} - written == set()
