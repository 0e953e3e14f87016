"""The pages that the `type` of a problem leads to: what it means, and how to mend it."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.assets import Assets
from app.pages.rendering import create_environment, render
from app.problems import CODES, KINDS, KINDS_BY_NAME, UNREADABLE_CODES, Problem


def create_problem_pages(assets: Assets) -> APIRouter:
    """A router with `/problems/{name}`."""
    router = APIRouter(include_in_schema=False)
    environment = create_environment(assets)

    @router.get("/problems/{name}")
    async def show_problem(name: str) -> HTMLResponse:
        if name not in KINDS_BY_NAME:
            raise Problem(404, f"There is no problem of that name: the problems are {', '.join(KINDS_BY_NAME)}.")
        status, kind = KINDS_BY_NAME[name]
        codes = {400: UNREADABLE_CODES, 422: CODES}.get(status, {})
        context = {"status": status, "kind": kind, "kinds": KINDS, "codes": codes, "theme": "auto"}
        return HTMLResponse(render(environment, "problem.html", context))

    return router
