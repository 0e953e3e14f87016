"""How long the server works on a page, and on the answer to an edit, from the query to the text that is sent.

Nothing is taken from the pages that are kept: each is drawn. An edit is asked for by a page that has the state with
another bias, and leaves out the pieces of figures that this one has.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl

from app.assets import find_assets
from app.compression import gzip
from app.figures.svg import without
from app.pages.explorer import explorer, some_parts
from app.pages.presets import drawn_presets
from app.pages.reading import read
from app.pages.rendering import create_environment, render
from app.settings import Settings
from benchmarks import states
from benchmarks.report import duration, verdict

ROUNDS = 60
PAGE = 15.0
"""How many milliseconds the default page may take."""

SEEN = ("lesson", "notices", "stage", "player", "grid")
"""The parts that an edit asks for first in a window of the usual size."""

QUERIES = {"the default page": states.QUESTION} | {
    f"{inputs} inputs, {taps} taps": states.query(inputs, taps) for inputs, taps in states.SIZES
}


def rows() -> Iterator[str]:
    """The page, and the parts of it that an edit asks for first, of each state; there is no peer to compare with."""
    settings, environment = Settings(), create_environment(find_assets())
    around: dict[str, object] = {"presets": drawn_presets(settings), "public_url": "", "theme": "auto"}
    for name, query in QUERIES.items():
        items = parse_qsl(query)
        other = read([*[item for item in items if item[0] != "bias"], ("bias", "1")], settings)
        held = set(re.findall('data-piece="([^"]+)"', render(environment, "explorer.html", explorer(other) | around)))

        def page() -> str:
            return render(environment, "explorer.html", explorer(read(items, settings)) | around)  # noqa: B023, called at once

        def parts() -> str:
            text = render(environment, "parts.html", some_parts(read(items, settings), SEEN) | around)  # noqa: B023, called at once
            return without(held, text)  # noqa: B023, called at once

        for what, made, reach in (("page", page, PAGE), ("answer to an edit", parts, None)):
            yield line(f"{what}, {name}", made, reach if name == "the default page" else None)


def line(name: str, made: Callable[[], str], reach: float | None) -> str:
    """How long it takes to make a text and to compress it, by the processor's time, and how large it is then."""
    taken, size = [], 0
    for _ in range(ROUNDS):
        begin = time.thread_time()
        size = len(gzip(made().encode(), "text/html"))
        taken.append(time.thread_time() - begin)
    median = statistics.median(taken)
    return f"{name:<44} {duration(median):>10}   {verdict(1000 * median, reach):<25} {size / 1000:.1f} kB as sent"
