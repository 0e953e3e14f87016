"""Finds `static/` and `templates/`, in a checkout and in an installed wheel, and names their version."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app import __version__

PACKAGE = Path(__file__).parent
IMMUTABLE = "public, max-age=31536000, immutable"

# Swagger UI's own files, served by us so that /docs asks no other host (docs/decisions/0003).
SWAGGER_PACKAGE = "fastapi_offline"


@dataclass(frozen=True)
class Assets:
    """Where the files are, and two hashes of their content.

    `version` names the static files and stands in their address. `build` names everything an answer is
    made from (the code, the templates, the static files) and stands in the entity tags, so that no cache
    keeps an answer of an older build.
    """

    static: Path
    templates: Path
    version: str
    build: str

    def static_url(self, path: str) -> str:
        """The address of a static file, which changes when any static file does.

        >>> Assets(Path("static"), Path("templates"), "1a2b", "").static_url("js/docs.js")
        '/static/1a2b/js/docs.js'
        """
        return f"/static/{self.version}/{path}"


def find_assets(package: Path = PACKAGE) -> Assets:
    """The assets beside `package`, or inside it when it was installed from a wheel.

    Raises `FileNotFoundError`, with the places that were looked at, when there are none.
    """
    static = _first_directory(package / "_static", package.parent / "static")
    templates = _first_directory(package / "_templates", package.parent / "templates")
    swagger = version(SWAGGER_PACKAGE.replace("_", "-"))
    static_version = _content_hash([static], swagger)
    code = _content_hash([package, templates], f"{__version__} {static_version}", suffixes={".py", ".html"})
    return Assets(static, templates, static_version, code)


def _first_directory(*candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"none of these directories exists: {', '.join(map(str, candidates))}")


def _content_hash(directories: Iterable[Path], start: str, suffixes: set[str] | None = None) -> str:
    """Twelve hexadecimal digits that change with any name or byte below `directories`."""
    digest = hashlib.sha256(start.encode())
    for directory in directories:
        for path in sorted(path for path in directory.rglob("*") if path.is_file()):
            if suffixes is None or path.suffix in suffixes:
                digest.update(path.relative_to(directory).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


class VersionedStaticFiles(StaticFiles):
    """Serves `/{version}/{path}`: a year for the present version, no caching for any other.

    An outdated version still gets the present file: a page from before an update that is open somewhere
    keeps working, and asks again every time.
    """

    def __init__(self, assets: Assets) -> None:
        super().__init__(directory=assets.static, packages=[(SWAGGER_PACKAGE, "static")])
        self.version = assets.version

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its Cache-Control; raises `HTTPException` 404 when there is none."""
        version_asked, _, file = path.partition("/")
        if not file:
            raise HTTPException(404)
        response = await super().get_response(file, scope)
        response.headers["Cache-Control"] = IMMUTABLE if version_asked == self.version else "no-cache"
        return response
