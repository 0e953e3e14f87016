"""A Chromium whose page measures itself while no driver watches it.

A driver is told of every request that a page makes, and notes it down in two processes of its own: on two cores that
was a tenth of what an edit takes, and a sixth of what a slow one does. So it goes before the page begins, and comes
back when the page says in its title that it is done, which the browser tells without a look into the page.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

WIDTH = 1280

DONE = "measured"
"""The title of a page that has measured."""

LATER = """(argument) => {{
  const tell = (found) => {{ window.found = found; document.title = "{done}"; }};
  setTimeout(() => ({script})(argument).then(tell, (error) => tell({{ error: String(error) }})), 1000);
}}"""
"""Run a script after a second, when the driver is gone."""

LONGEST_START, LONGEST = 60.0, 120.0
"""Seconds after which what has not started never will, and after which nothing is measured any more."""


@dataclass(frozen=True)
class Chromium:
    """A browser that listens at a port of this machine."""

    playwright: Playwright
    port: int

    @contextmanager
    def watched(self) -> Iterator[Page]:
        """The page, watched by a driver meanwhile; it stays when that goes."""
        browser: Browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.port}")
        yield browser.contexts[0].pages[0]
        browser.close()

    def measure(self, url: str, height: int, script: str, argument: object) -> Any:
        """What a script finds at an address in a window of this height, given an argument.

        Raises AssertionError where the script fails, or never ends.
        """
        with self.watched() as page:
            page.goto(url)
            resize(page, height)
            page.evaluate(LATER.format(script=script, done=DONE), argument)
        wait_until(lambda: DONE in self.titles(), LONGEST, "the page measures without end")
        with self.watched() as page:
            found: Any = page.evaluate("window.found")
        assert "error" not in found, found["error"]
        return found

    def titles(self) -> list[str]:
        """The titles of all pages."""
        with urlopen(f"http://127.0.0.1:{self.port}/json/list") as answer:
            return [page["title"] for page in json.load(answer)]


def resize(page: Page, height: int) -> None:
    """Give the window itself another height: one that the driver only pretends would go with it."""
    session = page.context.new_cdp_session(page)
    window = session.send("Browser.getWindowForTarget")
    frame = window["bounds"]["height"] - page.evaluate("innerHeight")
    bounds = {"width": WIDTH, "height": height + frame}
    session.send("Browser.setWindowBounds", {"windowId": window["windowId"], "bounds": bounds})
    page.wait_for_function("(height) => innerHeight === height", arg=height)


@contextmanager
def chromium() -> Iterator[Chromium]:
    """The system's Chromium with one page."""
    port = free_port()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, sync_playwright() as playwright:
        binary = shutil.which("chromium") or playwright.chromium.executable_path
        told = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}", f"--window-size={WIDTH},900"]
        with running([binary, *FLAGS, *told, "about:blank"], port):
            yield Chromium(playwright, port)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A process that listens at a port of this machine, until it is needed no more."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603, ours
        try:
            wait_until(lambda: listens(port), LONGEST_START, f"{command[0]} does not listen")
            yield
        finally:
            process.terminate()


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: Callable[[], bool], longest: float, otherwise: str) -> None:
    """Return when something holds; look four times a second, which costs next to nothing."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < longest, otherwise
        time.sleep(0.25)
