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
    environment.globals["frame_line"] = frame_line
    environment.filters["count"] = count
    environment.filters["svg"] = drawing
    return environment


def drawing(text: str) -> Markup:
    """A figure of ours as markup: `figures/svg.py` has escaped it."""
    return Markup(text)  # noqa: S704, since figures escape in one place


def frame_line(address: str, height: int) -> str:
    """The line that shows a state in a frame on a course page.

    >>> frame_line("/embed", 700).split(" title")[0]
    '<iframe src="/embed"'
    """
    source = address.replace("&", "&amp;")
    title = "A convolutional layer, step by step"
    return f'<iframe src="{source}" title="{title}" height="{height}" style="width:100%;border:0"></iframe>'


def render(environment: Environment, name: str, context: dict[str, Any]) -> str:
    """A page as text."""
    return environment.get_template(name).render(context)
