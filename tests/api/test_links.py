import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.address import encode
from app.api.links import fewest_bytes, links
from app.settings import Settings
from app.state import LayerFields

NUMBERS = st.integers(-99, 99) | st.floats(-1e300, 1e300) | st.integers(-(10**6), 10**6).map(float)


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.integers(1, 900), st.integers(0, 9_000))
def test_the_bound_of_an_address_is_never_above_its_length(some: list[float], size: int, enough: int) -> None:
    """So that no link is left out that would fit, be it of few numbers or of many."""
    fields = LayerFields(input=np.resize(some, size).tolist(), weight=[1.0])
    assert fewest_bytes(fields, enough) <= len(encode(fields))


def test_a_long_address_is_told_before_it_is_written() -> None:
    """A thousand numbers of sixteen digits and more."""
    fields = LayerFields(input=np.sin(np.arange(1, 1_001)).tolist(), weight=[1.0])
    assert fewest_bytes(fields, 8_192) > 8_192
    assert links(fields, "sliding", Settings()) == {}


def test_the_longest_address_that_fits_is_a_link() -> None:
    """One byte less, and there are none."""
    fields = LayerFields(input=[1.0] * 400, weight=[1.0])
    found = links(fields, "sliding", Settings())
    longest = max(map(len, found.values()))
    assert links(fields, "sliding", Settings(max_url_bytes=longest)) == found
    assert links(fields, "sliding", Settings(max_url_bytes=longest - 1)) == {}
