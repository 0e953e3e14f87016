"""Frames while a layer is played, as Chromium's own trace counts them."""

import json
from collections import Counter
from typing import Any

from playwright.sync_api import Page

SECONDS = 5

CATEGORIES = ["devtools.timeline", "cc", "benchmark", "devtools.timeline.frame"]

# Each frame is asked for, whether anything moves in it or not, so that a late one shows as a gap.
PLAY = """async (seconds) => {
  const speed = document.querySelector("[data-speed]");
  speed.value = "3";
  speed.dispatchEvent(new Event("change"));
  const play = document.querySelector("[data-go=play]");
  play.click();
  await new Promise((done) => setTimeout(done, 500));
  let frames = 0, longest = 0, last = performance.now(), running = true;
  const begin = last, tick = (now) => {
    frames += 1;
    longest = Math.max(longest, now - last);
    last = now;
    if (running) requestAnimationFrame(tick);
  };
  console.timeStamp("begin");
  requestAnimationFrame(tick);
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  running = false;
  console.timeStamp("end");
  const lasted = (performance.now() - begin) / 1000;
  play.click();
  return [frames / lasted, longest];
}"""


def playing(page: Page, url: str) -> str:
    """How many frames a second there were while the layer at an address was played, and how many were dropped."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    browser: Any = page.context.browser
    browser.start_tracing(page=page, categories=CATEGORIES)
    rate, longest = page.evaluate(PLAY, SECONDS)
    states = frame_states(json.loads(browser.stop_tracing())["traceEvents"])
    return (
        f"{rate:.1f} frames a second while playing; {states['dropped']} of {states.total()} dropped, "
        f"the longest {longest:.0f} ms"
    )


def frame_states(events: list[dict[str, Any]]) -> Counter[str]:
    """How many frames of the page were on time, and how many were dropped that a person could notice.

    >>> frame_states([{"name": "PipelineReporter", "ph": "b", "ts": 1, "pid": 1, "args": {"frame_reporter": {
    ...     "state": "STATE_DROPPED", "affects_smoothness": True, "frame_sequence": 7}}}])
    Counter({'dropped': 1})
    """
    marks = {event["args"]["data"]["message"]: event for event in events if event["name"] == "TimeStamp"}
    begin, end = marks.get("begin"), marks.get("end")
    worst: dict[int, str] = {}
    for event in events:
        report = event.get("args", {}).get("frame_reporter")
        if event["name"] != "PipelineReporter" or report is None:
            continue
        if begin and end and not (begin["ts"] <= event["ts"] <= end["ts"] and event["pid"] == begin["pid"]):
            continue
        noticed = report["state"] == "STATE_DROPPED" and report["affects_smoothness"]
        sequence = report["frame_sequence"]
        worst[sequence] = "dropped" if noticed or worst.get(sequence) == "dropped" else "on time"
    return Counter(worst.values())
