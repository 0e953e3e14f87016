"""Asking the application in process, without a socket."""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


def ask(app: ASGIApp, method: str, url: str, **options: Any) -> httpx.Response:
    """One request to `app` and its whole answer; a fault that the application lets out is raised here."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://convolens.test") as client:
            return await client.request(method, url, **options)

    return asyncio.run(send())
