"""The states beside this one: one entry, tap, row, filter or channel more or fewer."""

from urllib.parse import parse_qsl, unquote

import pytest

from app.pages.reading import decode_fields, validate
from tests.pages.states import QUESTION

# the query, the link, the arrays that it leads to
RESIZED = [
    (QUESTION, "input: one entry more", {"input": "1,2,3,4,1"}),
    (QUESTION, "input: one entry fewer", {"input": "1,2,3"}),
    (QUESTION, "weights: one tap more", {"weight": "5,6,7,1"}),
    (QUESTION, "weights: one tap fewer", {"weight": "5,6"}),
    (QUESTION, "weights: one filter more", {"weight": "[[[5,6,7]],[[1,1,1]]]"}),
    (QUESTION, "input: one channel more", {"input": "1,2,3,4;1,1,1,1", "weight": "[[[5,6,7],[1,1,1]]]"}),
    (f"{QUESTION};1,2,3&bias=1,2", "weights: one filter fewer", {"weight": "[[[5,6,7]]]", "bias": "1"}),
    ("input=1,2;3,4&weight=1,2;3,4&padding=1", "input: one row more", {"input": "1,2;3,4;1,1"}),
    ("input=1,2;3,4&weight=1,2;3,4&padding=1", "weights: one column fewer", {"weight": "1;3"}),
    (
        "input=1,2,3;4,5,6&weight=[[[1,2]],[[3,4]]]&groups=2",
        "weights: one filter more",
        {"weight": "[[[1,2]],[[1,1]],[[3,4]],[[1,1]]]"},
    ),
]


def links(shown):
    """The links that change a size, by their names."""
    return {link.get("aria-label"): link.get("href") for link in shown.all("a", class_="one")}


@pytest.mark.parametrize(("query", "name", "arrays"), RESIZED)
def test_a_size_is_changed_by_a_link(page, query, name, arrays):
    """What is there stays; a new place holds a one, which cannot be taken for a place where there is nothing."""
    href = links(page(f"/?{query}"))[name]
    fields = dict(parse_qsl(unquote(href).removeprefix("/?")))
    assert {key: fields[key] for key in arrays} == arrays
    page(href)


@pytest.mark.parametrize("query", [QUESTION, f"{QUESTION};1,2,3", "input=1,2;3,4&weight=1,2;3,4", "input=3&weight=2"])
def test_no_link_leads_to_a_layer_that_does_not_fit(page, query):
    """A kernel is never longer than its input, and nothing ever becomes empty."""
    for href in links(page(f"/?{query}")).values():
        page(href)


def test_a_layer_of_one_filter_and_one_channel_cannot_lose_them(page):
    """There is no link that would."""
    found = links(page(f"/?{QUESTION}"))
    assert "weights: one filter fewer" not in found
    assert "input: one channel fewer" not in found


def test_groups_keep_their_channels(page):
    """A further channel would have no group to be in."""
    assert not [name for name in links(page("/?" + RESIZED[-1][0])) if "channel" in name]


def test_every_field_of_the_layer_can_be_typed(page):
    """Whatever an address may say of a layer has its field in the form, pooling included."""
    shown = page(f"/?{QUESTION}&view=sliding,gradients")
    names = {element.get("name") for element in shown.one("form", "controls").walk()}
    fields, _ = decode_fields(dict(parse_qsl(QUESTION)))
    state, _ = validate(fields)
    layer = {"input", "weight", "bias", "operation", "padding", "padding_mode", "stride", "dilation", "groups"}
    layer |= {"activation", "dims", "upstream", "through_activation", "learning_rate"}
    layer |= {f"pooling.{key}" for key in ("kind", "size", "stride", "padding", "dilation", "ceil_mode")}
    assert layer | {"pooling.count_include_pad"} <= names
    assert layer >= {key for key in type(state).model_fields if key not in ("pooling", *VIEW)}


VIEW = (
    "view",
    "step",
    "highlight",
    "compare",
    "show",
    "theme",
    "controls",
    "animate",
    "v",
    "width",
    "height",
    "ground",
)
