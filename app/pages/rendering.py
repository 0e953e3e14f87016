"""Templates: one environment that escapes everywhere and fails on what is not defined."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.assets import Assets
from app.figures.numbers import count


def create_environment(assets: Assets) -> Environment:
    """The environment of all pages: `autoescape` for every file, whatever its name ends in."""
    environment = Environment(
        loader=FileSystemLoader(assets.templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = assets.static_url
    environment.filters["count"] = count
    environment.filters["svg"] = drawing
    return environment


def drawing(text: str) -> Markup:
    """A figure of ours as markup: `figures/svg.py` has escaped it."""
    return Markup(text)  # noqa: S704, since figures escape in one place


def render(environment: Environment, name: str, context: dict[str, Any]) -> str:
    """A page as text."""
    return environment.get_template(name).render(context)
