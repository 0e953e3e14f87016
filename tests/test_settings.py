"""Settings: each is named, bounded and explained."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The prefix is CONVOLENS_."""
    monkeypatch.setenv("CONVOLENS_MAX_BODY_BYTES", "1000")
    assert Settings().max_body_bytes == 1000


def test_every_setting_has_one_sentence() -> None:
    """A limit that nobody explains is a riddle."""
    for name, field in Settings.model_fields.items():
        assert field.description is not None, name
        assert field.description.endswith("."), name


def test_every_setting_is_documented_for_people() -> None:
    """docs/api.md names the limits, docs/running.md the rest, each with its default and its sentence."""
    docs = Path(__file__).parents[1] / "docs"
    text = (docs / "api.md").read_text() + (docs / "running.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"`CONVOLENS_{name.upper()}`" in text, name
        assert str(field.description) in text, name
        assert field.default is None or str(field.default) in text.replace(",", ""), name


def test_the_public_address_loses_its_last_slash() -> None:
    """Paths are put behind it, and they begin with one."""
    assert Settings(public_url="https://example.org/lens/").public_url == "https://example.org/lens"


def test_an_empty_public_address_is_none_at_all() -> None:
    """An empty variable is how a container file says "not set"."""
    assert Settings(public_url="").public_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "javascript:alert(1)"),
        ("public_url", "https://example.org/?a"),
        ("embed_frame_ancestors", "*; script-src *"),
        ("embed_frame_ancestors", "a\r\nSet-Cookie: b"),
        ("max_body_bytes", 0),
        ("max_url_bytes", -1),
        ("max_concurrent_computations", 0),
        ("max_queued_computations", -1),
        ("drain_seconds", -1),
        ("stop_seconds", 0),
        ("log_format", "xml"),
        ("metrics", "perhaps"),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(name: str, value: object) -> None:
    """A mistake is found when the service starts, not when somebody asks for something."""
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_the_limits_are_those_that_begin_with_max() -> None:
    """`/api/v1/meta` shows them all."""
    limits = Settings(max_body_bytes=7).limits()
    assert limits["max_body_bytes"] == 7
    assert all(name.startswith("max_") for name in limits)
