"""Formulas as MathML: the one place of the pages that writes markup outside a template, so it escapes all text."""

from functools import lru_cache

from markupsafe import Markup, escape

MINUS = "−"


def element(name: str, *children: Markup) -> Markup:
    """An element around others.

    >>> element("mrow", name_of("x"))
    Markup('<mrow><mi>x</mi></mrow>')
    """
    return Markup(f"<{name}>{''.join(children)}</{name}>")  # noqa: S704, since children are markup already


@lru_cache(maxsize=1024)
def token(name: str, text: object) -> Markup:
    """An element around text, kept: a formula has the same letters and signs again and again."""
    return element(name, escape(str(text)))


def name_of(text: str) -> Markup:
    """A variable or the name of a function."""
    return token("mi", text)


def number(value: object) -> Markup:
    """A number; a negative one has its sign before it."""
    text = str(value).replace("-", MINUS)
    if text.startswith(MINUS):
        return row(operator(MINUS), token("mn", text[1:]))
    return token("mn", text)


def operator(text: str) -> Markup:
    """An operator, a bracket or a comma."""
    return token("mo", text)


def row(*children: Markup) -> Markup:
    """Several things as one."""
    return element("mrow", *children)


def bracketed(*children: Markup) -> Markup:
    """Things in round brackets."""
    return row(operator("("), *children, operator(")"))


def indexed(text: str, *indices: Markup) -> Markup:
    """A variable with its indices, or bare where there are none."""
    if not indices:
        return name_of(text)
    return element("msub", name_of(text), listed(*indices))


def listed(*things: Markup) -> Markup:
    """Things with commas between them."""
    found = [things[0]]
    for thing in things[1:]:
        found += [operator(","), thing]
    return row(*found)


def apart() -> Markup:
    """What stands between two statements on one line."""
    return token("mtext", ",\u2003")


def total(index: str, last: int, body: Markup) -> Markup:
    """The sum over an index that runs from 0."""
    below = row(name_of(index), operator("="), number(0))
    return row(element("munderover", operator("∑"), below, number(last)), body)


def math(*children: Markup) -> Markup:
    """A formula on a line of its own."""
    return Markup('<math display="block">{}</math>').format(row(*children))
