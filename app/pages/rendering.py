"""Templates: one environment that escapes everywhere and fails on what is not defined."""

import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.assets import Assets
from app.figures.numbers import count

VARIABLE = re.compile(r"(?<![\w’&])([TfwxzδW])(?![\w’;])")
"""A letter that stands alone in a sentence; `a` is an article."""


def create_environment(assets: Assets) -> Environment:
    """The environment of all pages: `autoescape` for every file, whatever its name ends in."""
    environment = Environment(
        loader=FileSystemLoader(assets.templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else each of a page's forty templates is looked for on the disk with every request
    )
    environment.globals["static"] = assets.static_url
    environment.filters["count"] = count
    environment.filters["svg"] = drawing
    environment.filters["asked"] = asked
    environment.filters["variables"] = with_variables
    return environment


def drawing(text: str) -> Markup:
    """A figure of ours as markup: `figures/svg.py` has escaped it."""
    return Markup(text)  # noqa: S704, since figures escape in one place


@lru_cache(maxsize=512)  # titles, heads of columns and questions, which are the same on every page
def asked(text: str) -> Markup:
    """A text in which a word between `*` is a variable.

    >>> asked("What goes through *f*?")
    Markup('What goes through <i class="letter">f</i>?')
    """
    letter = Markup('<i class="letter">{}</i>')
    pieces = enumerate(text.split("*"))
    return Markup("").join(letter.format(piece) if place % 2 else escape(piece) for place, piece in pieces)


@lru_cache(maxsize=512)
def with_variables(text: str) -> Markup:
    """A sentence with its variables set as such: T, x, z, f and the like, where they stand alone.

    >>> with_variables("T is 2 × 4 & f acts")
    Markup('<i class="letter">T</i> is 2 × 4 &amp; <i class="letter">f</i> acts')
    """
    return Markup(VARIABLE.sub(r'<i class="letter">\1</i>', str(escape(text))))  # noqa: S704, escaped just now


def render(environment: Environment, name: str, context: dict[str, Any]) -> str:
    """A page as text."""
    return environment.get_template(name).render(context)
