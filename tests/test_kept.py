"""What is kept of what was made: the values used last, within bounds."""

from app.kept import Kept


def test_what_was_not_used_for_longest_goes_first():
    """Asking for a value is using it."""
    kept = Kept[str](2)
    kept.put("a", "first", 1)
    kept.put("b", "second", 1)
    assert kept.get("a") == "first"
    kept.put("c", "third", 1)
    assert [kept.get(key) for key in "abc"] == ["first", None, "third"]


def test_what_is_too_long_by_itself_is_not_kept_and_drops_nothing():
    """It would only push out what may be asked for."""
    kept = Kept[str](10)
    kept.put("a", "short", 5)
    assert kept.put("b", "long", 11) == "long"
    assert (kept.get("a"), kept.get("b"), kept.length) == ("short", None, 5)


def test_a_key_that_is_put_again_counts_once():
    """As two threads do that made the same value at once."""
    kept = Kept[str](10)
    kept.put("a", "older", 6)
    kept.put("a", "newer", 7)
    assert (kept.get("a"), kept.length) == ("newer", 7)
