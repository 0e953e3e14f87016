"""The interactive documentation at `/docs`, without any other host and under its own security policy."""

import jinja2
from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.assets import Assets

# Swagger UI draws its icons from data addresses and sets styles from its own script only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


def create_docs(assets: Assets) -> APIRouter:
    """A router with the one page; the template is rendered once, here."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.templates), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = environment.get_template("docs.html")
    page = template.render(asset=assets.static_url, home="/", openapi="/openapi.json")
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    return router
