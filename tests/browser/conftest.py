"""A server, a browser and pages that note everything a person would never see but must not happen."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from app.main import create_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The same engine without the windows of a desktop takes two thirds of the time."""

TIMEOUT = 10_000
"""A condition that does not hold after so many milliseconds never will; nothing waits for it otherwise."""

WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Server(uvicorn.Server):
    """A server that says when it is ready, so that nobody has to look again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell who waits."""
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of an ASGI application on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert server.ready.wait(30)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    """The address of the product."""
    with serving(create_app()) as address:
        yield address


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright, for as long as tests of this folder run: other tests have loops of their own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@dataclass
class Watch:
    """What pages did that nobody sees: words on the console, faults of scripts, requests."""

    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def over(self, page: Page) -> None:
        """Note what this page does, its frames included."""
        page.on("console", lambda message: self.complain(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complain(f"uncaught: {error}"))
        page.on("request", lambda request: self.asked.append(request.url))

    def complain(self, said: str) -> None:
        """Keep a complaint, except one that the test brings about itself."""
        if not any(part in said for part in self.expected):
            self.complaints.append(said)

    def strangers(self, *hosts: str) -> list[str]:
        """The requests that went to none of these hosts."""
        return [url for url in self.asked if not url.startswith((*hosts, "data:", "blob:", "about:"))]


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    """Every test also shows that the console stays empty, the policy is kept and no other host is asked."""
    watching = Watch()
    yield watching
    assert watching.complaints == []
    assert watching.strangers("http://127.0.0.1:") == []


class Profiles:
    """Profiles of the browser, each kept for all tests that ask for the same one: making one takes a while."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: dict[str, BrowserContext] = {}

    def get(self, options: dict[str, Any]) -> BrowserContext:
        """The profile with these options of a browser context."""
        key = repr(sorted(options.items()))
        if key not in self.kept:
            self.kept[key] = self.new(options)
        return self.kept[key]

    def new(self, options: dict[str, Any]) -> BrowserContext:
        """A profile that nobody else has."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(WATCH_POLICY)
        return context

    def close(self) -> None:
        """Close them all."""
        for context in self.kept.values():
            context.close()


@pytest.fixture(scope="package")
def profiles(browser: Browser) -> Iterator[Profiles]:
    """The profiles that tests share."""
    kept = Profiles(browser)
    yield kept
    kept.close()


@pytest.fixture
def open_page(profiles: Profiles, site: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page of the product; keywords are options of a browser context.

    `fresh` gives it a profile of its own, with nothing in the cache; `clock` does too, and stops its time.
    """
    opened: list[Page | BrowserContext] = []

    def open_page(path: str = "/", clock: bool = False, fresh: bool = False, **options: Any) -> Page:
        context = profiles.new(options) if clock or fresh else profiles.get(options)
        page = context.new_page()
        opened.append(context if clock or fresh else page)
        watch.over(page)
        if clock:
            page.clock.install(time=0)
            page.clock.pause_at(1000)
        page.goto(path if path.startswith(("http:", "about:")) else site + path)
        return page

    yield open_page
    for each in opened:
        each.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The explorer with the question's own example."""
    return open_page("/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
