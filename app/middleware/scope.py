"""What a scope says: whether it is a request, and which path the routes see."""

from starlette.types import Scope


def is_http(scope: Scope) -> bool:
    """Whether there is a request here; a lifespan message passes through everything."""
    return bool(scope["type"] == "http")


def route_path(scope: Scope) -> str:
    """The path as the routes see it, without the prefix that a proxy mounts the service under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def is_below(path: str, prefix: str) -> bool:
    """Whether `path` is `prefix` or lies under it.

    >>> is_below("/embed", "/embed"), is_below("/embed/x", "/embed"), is_below("/embedded", "/embed")
    (True, True, False)
    """
    return path == prefix or path.startswith(prefix + "/")


PICTURES = ("svg", "png", "gif")
"""The formats of pictures, as their addresses end."""


def picture_format(scope: Scope) -> str | None:
    """The format of the picture that is asked for; none where something else is."""
    path = route_path(scope)
    form = path.rpartition(".")[2]
    return form if is_below(path, "/figure") and form in PICTURES and scope["method"] in ("GET", "HEAD") else None


def header(scope: Scope, name: bytes) -> str:
    """The first header of this name, in lower case as servers give them; empty where there is none.

    Every layer that asks for one of the few headers it needs makes no object of all of them.
    """
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return ""
