"""The page in a browser: script time of a step and of a hover, and how soon a typed number stands everywhere."""

import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks import frames
from benchmarks.report import verdict
from benchmarks.states import SIZES, query
from benchmarks.unwatched import chromium, free_port, running

ROUNDS = 60

PAUSE = 100
"""How many milliseconds after an edit has been painted everywhere the next one begins, at any moment of a frame.

When a page has painted, the browser still puts the picture on the screen, here without a graphics card: an edit that
begins meanwhile would be measured together with the end of the one before. Nobody types that fast.
"""

FRAMES = 2
"""How many frames after one value of a drag the next comes: about thirty a second.

A browser tells of the moves of a pointer at the beginning of a frame. Some values are sent while the answer to others
is shown, and some are never shown.
"""

# Each call is measured by itself and then given a frame to paint in, as between two keys or two moves of a hand.
MEASURE = """async ([rounds, pause, frames]) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const rested = () => new Promise((done) => setTimeout(done, pause + (1000 / 60) * Math.random()));
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
  const main = document.querySelector("main");
  const becomes = (element, isSo) => new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!isSo()) return;
      observer.disconnect();
      done();
    });
    observer.observe(element, { attributes: true, characterData: true, childList: true, subtree: true });
  });
  const type = async (place) => {
    const changes = (part) => becomes(document.querySelector(`[data-part=${part}]`), () => true);
    const [replaced, worded] = [changes("stage"), changes("grid")];
    const start = performance.now();
    field.value = String(place + 1);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await replaced;
    await painted();
    const drawn = performance.now() - start;
    await worded;
    await painted();
    const seen = performance.now() - start;
    if (main.hasAttribute("aria-busy")) await becomes(main, () => !main.hasAttribute("aria-busy"));
    await painted();
    const all = performance.now() - start;
    await rested();
    return [drawn, seen, all];
  };
  await type(rounds); // the first touch fetches what editing needs
  const typed = [];
  for (let place = 0; place < rounds; place += 1) typed.push(await type(place));
  // the bias of the stage that is shown, by a link in it
  const link = () => document.querySelector("[data-stage] [data-compare]").href;
  const shown = () => Number(new URL(link()).searchParams.get("bias"));
  const drag = async () => {
    await type(-1);
    const starts = [], ages = [];
    const observer = new MutationObserver(async () => {
      const value = shown(), now = await painted().then(() => performance.now());
      for (let place = ages.length; place < value; place += 1) ages.push(now - starts[place]);
    });
    observer.observe(document.querySelector("[data-part=stage]"), { attributes: true, childList: true, subtree: true });
    for (let place = 0; place < rounds; place += 1) {
      starts.push(performance.now());
      field.value = String(place + 1);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame);
    }
    await becomes(main, () => !main.hasAttribute("aria-busy"));
    observer.disconnect();
    return ages;
  };
  return {
    ...found,
    "dragged number, painted in every figure that is seen": await drag(),
    "typed number, painted in every figure that is seen": typed.map(([drawn]) => drawn),
    "typed number, in the words that are seen too": typed.map(([, seen]) => seen),
    "typed number, in all parts out of sight too": typed.map(([, , all]) => all),
  };
}"""

IN_VIEW = "number, painted in every figure that is seen"

SCRIPT = 8.0
"""How many milliseconds of script a step or a hover may take: with the painting it is one frame."""

REACH = {
    "step": (SCRIPT, SCRIPT),
    "hover over the network": (SCRIPT, SCRIPT),
    "hover over weights": (SCRIPT, SCRIPT),
    f"typed {IN_VIEW}": (50.0, 120.0),
    f"dragged {IN_VIEW}": (50.0, 120.0),
}
"""What the 95th percentile should reach at each of the sizes, in milliseconds."""

WINDOWS = {"": 900, ", all figures in the window": 3000}
"""Heights of the window: the usual one, and one in which nothing is out of sight."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the product, served as `make run` serves it: a process of its own, fit for a quick loop."""
    port = free_port()
    with running([sys.executable, "-m", "app.cli", "serve", "--port", str(port)], port):
        yield f"http://127.0.0.1:{port}"


def summary(times: Sequence[float]) -> str:
    """The median and the 95th percentile of times in milliseconds.

    >>> summary([1.0, 2.0, 3.0])
    'p50     2.0 ms   p95     2.9 ms'
    """
    last = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"p50 {statistics.median(times):7.1f} ms   p95 {last:7.1f} ms"


def line(name: str, done: str, times: Sequence[float], reach: float | None) -> str:
    """What was done at a size, how long it took, and whether that is what it should reach."""
    last = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"{name:<34} {summary(times)}   {verdict(last, reach):<25} {done}"


def rows() -> Iterator[str]:
    """One line for each size and thing that is done; there is no peer to compare with."""
    with served() as address, chromium() as browser:
        for size, (inputs, taps) in enumerate(SIZES):
            name, url = f"page, {inputs} inputs, {taps} taps", f"{address}/?{query(inputs, taps)}"
            for window, height in WINDOWS.items():
                for done, times in browser.measure(url, height, MEASURE, [ROUNDS, PAUSE, FRAMES]).items():
                    if not window or "number" in done:
                        yield line(name, done + window, times, REACH.get(done, (None, None))[size])
            with browser.watched() as page:
                yield f"{name:<34} {frames.playing(page, url)}"
