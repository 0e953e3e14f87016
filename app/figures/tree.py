"""Drawings as trees: for what is done to a drawing as a whole, whichever figure it is."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from app.figures.svg import escape, tag


def parse(markup: str) -> Element:
    """The tree of a drawing.

    >>> parse('<g class="f-ink"><path d="M0 0h4"/></g>')[0].get("d")
    'M0 0h4'
    """
    return fromstring(markup)  # noqa: S314, since it is our own text


def write(element: Element) -> str:
    """The markup of a tree: `parse` the other way round, to the letter.

    >>> write(parse('<text x="1">a<tspan dy="2">b</tspan> &lt; c</text>'))
    '<text x="1">a<tspan dy="2">b</tspan> &lt; c</text>'
    """
    children = [write(child) + escape(child.tail or "") for child in element]
    attributes: dict[str, Any] = dict(element.attrib)
    return tag(element.tag, escape(element.text or ""), *children, **attributes)


def below(element: Element) -> Iterator[Element]:
    """Every element in an element, without it."""
    every = element.iter()
    next(every)
    return every
