"""The page in a browser: script time of a step and of a hover, and how soon a typed number stands everywhere."""

import shutil
import socket
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import uvicorn
from playwright.sync_api import Page, sync_playwright

from app.main import create_app

SIZES = ((64, 5), (512, 31))
ROUNDS = 60
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Each call is measured by itself and then given a frame to paint in, as between two keys or two moves of a hand.
MEASURE = """async (rounds) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const timed = async (calls) => {
    const times = [];
    for (const call of calls) {
      const start = performance.now();
      call();
      times.push(performance.now() - start);
      await painted();
    }
    return times;
  };
  const move = (target, clientX, clientY) =>
    () => target.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY }));
  const next = document.querySelector("[data-go=next]");
  const network = document.querySelector("[data-figure=network] svg");
  const { x, y, width, height } = network.getBoundingClientRect();
  const chips = [...document.querySelectorAll(".tables .chip")];
  const each = (make) => Array.from({ length: rounds }, (_, place) => make(place));
  const found = {
    "step": await timed(each(() => () => next.click())),
    "hover over the network": await timed(each((place) => move(network, x + (place / rounds) * width, y + height / 2))),
    "hover over weights": await timed(each((place) => move(chips[place % chips.length], 1, 1))),
  };
  const field = document.querySelector("textarea[name=bias]");
  const type = async (place) => {
    const replaced = new Promise((done) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        done();
      });
      const stage = document.querySelector("[data-part=stage]");
      observer.observe(stage, { attributes: true, characterData: true, childList: true, subtree: true });
    });
    const start = performance.now();
    field.value = String(place + 1);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await replaced;
    await painted();
    return performance.now() - start;
  };
  const typed = [];
  for (let place = 0; place < rounds; place += 1) typed.push(await type(place));
  return { ...found, "typed number, painted everywhere": typed };
}"""


@contextmanager
def served() -> Iterator[str]:
    """The address of the product, served in this process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def browsing() -> Iterator[Page]:
    """A page in the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def query(inputs: int, taps: int) -> str:
    """A state of that size, with numbers of two decimals."""
    written = [",".join(f"{value:.2f}" for value in 10 * np.sin(np.arange(size))) for size in (inputs, taps)]
    return f"input={written[0]}&weight={written[1]}&bias=0"


def summary(times: Sequence[float]) -> str:
    """The median and the 95th percentile of times in milliseconds.

    >>> summary([1.0, 2.0, 3.0])
    'p50     2.0 ms   p95     2.9 ms'
    """
    last = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"p50 {statistics.median(times):7.1f} ms   p95 {last:7.1f} ms"


def rows() -> Iterator[str]:
    """One line for each size and thing that is done; there is no peer to compare with."""
    with served() as address, browsing() as page:
        for inputs, taps in SIZES:
            page.goto(f"{address}/?{query(inputs, taps)}")
            found: Any = page.evaluate(MEASURE, ROUNDS)
            for done, times in found.items():
                yield f"{f'page, {inputs} inputs, {taps} taps':<34} {summary(times)}   {done}"
