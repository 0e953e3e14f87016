"""The search for the dearest request that is answered: `python -m tests.faults.dearest [SEED SHAPES]`.

For every operation and its options, kinds of layers grow until they are refused, by bisection over one size; what is
just allowed is asked in process, with numbers that take the longest to read, to add and to write, and its CPU time and
its memory are taken. CPU time beside that of a yardstick: it is a bound of the product, whoever else uses the machine.
"""

import asyncio
import ctypes
import io
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import orjson

from app.api.operations import OPERATIONS
from app.convolution.errors import ConvolutionError
from app.main import create_app
from app.problems import Problem
from app.serving import keep_the_loop_quick
from app.settings import Settings
from app.validation import validate

Fields = dict[str, Any]

MOST_MILLISECONDS, MOST_BYTES = 100, 128_000_000
"""What the dearest request may take, on a core of its own and beyond what the service holds anyway."""
LARGEST = 1_000_000
"""No size is tried beyond."""

DEAR, FEW, MANY = 60, 3, 11
"""Milliseconds from which a request is asked MANY times instead of FEW."""

YARDSTICK = 0.004
"""Seconds that `yardstick` takes on the core that the bound is for. Two programs on the two threads of one core take
almost twice as long each, by the clock of the processor too: what a request takes is told by the yardstick beside it.
"""

BY_NAME = {operation.name: operation for operation in OPERATIONS}

# Every option that adds to an answer.
DETAILS: tuple[tuple[str, Fields], ...] = (
    ("convolution", {}),
    ("convolution", {"steps": True}),
    ("feature-maps", {"activation": "gelu"}),
    ("feature-maps", {"activation": "gelu", "pooling": {"kind": "max", "size": 3, "stride": 1}}),
    ("feature-maps", {"pooling": {"kind": "average", "size": 2}}),
    ("toeplitz", {}),
    ("toeplitz", {"format": "coo"}),
    ("toeplitz", {"format": "csr"}),
    ("toeplitz", {"rows": [0, 1]}),
    ("connectivity", {}),
    ("gradients", {}),
    ("gradients", {"contributions": True}),
    ("gradients", {"dense": True, "learning_rate": 0.1}),
    ("gradients", {"activation": "gelu", "through_activation": True}),
    ("transposed-convolution", {}),
    ("transposed-convolution", {"stride": 3, "output_padding": 2}),
    ("im2col", {}),
    ("code", {}),
    ("latex", {}),
    ("stack", {}),
    ("stack", {"output": 0}),
)


@dataclass(frozen=True)
class Kind:
    """A kind of layer that grows with one size: the shapes of its input and weight, and its options."""

    name: str
    shapes: Callable[[int], tuple[tuple[int, ...], tuple[int, ...]]]
    options: tuple[tuple[str, Any], ...] = ()
    grows: Callable[[int], Fields] = lambda size: {}


KINDS: tuple[Kind, ...] = (
    Kind("one tap", lambda n: ((n,), (1,))),
    Kind("nine taps", lambda n: ((n,), (9,)), (("padding", "full"),)),
    Kind("as many taps as inputs", lambda n: ((n,), (n,)), (("padding", "full"),)),
    Kind("half as many taps", lambda n: ((2 * n,), (n,)), (("padding", "same"), ("padding_mode", "circular"))),
    Kind("reflected", lambda n: ((n,), (31,)), (("padding", "same"), ("padding_mode", "reflect"))),
    Kind("dilated and strided", lambda n: ((n,), (9,)), (("dilation", 7), ("stride", 2), ("padding", "full"))),
    Kind("one input, padded", lambda n: ((1,), (1,)), (("padding_mode", "replicate"),), lambda n: {"padding": n}),
    Kind("two taps far apart", lambda n: ((2,), (2,)), (("padding", "full"),), lambda n: {"dilation": n}),
    Kind("many filters", lambda n: ((8,), (n, 8)), (("padding", "full"),)),
    Kind("many filters on many inputs", lambda n: ((4 * n,), (n, 3))),
    Kind("many channels", lambda n: ((n, 16), (4, n, 5))),
    Kind("channels and filters", lambda n: ((n, 32), (n, n, 3)), (("padding", "same"),)),
    Kind("depthwise", lambda n: ((n, 8), (n, 1, 3)), (), lambda n: {"groups": n}),
    Kind("groups of two", lambda n: ((2 * n, 4), (2 * n, 2, 2)), (), lambda n: {"groups": n}),
    Kind("a plane", lambda n: ((n, n), (3, 3)), (("padding", "same"),)),
    Kind("a plane, large kernel", lambda n: ((2 * n, 2 * n), (n, n))),
    Kind("a plane as large as its kernel", lambda n: ((n, n), (n, n)), (("padding", "full"),)),
    Kind("a strip", lambda n: ((2, n), (2, 7)), (("padding", "same"), ("padding_mode", "replicate"))),
    Kind("a column", lambda n: ((n, 1), (3, 1)), (("padding_mode", "circular"), ("padding", "same"))),
    Kind("planes", lambda n: ((n, 8, 8), (n, n, 3, 3)), (("padding", "same"),)),
    Kind("depthwise planes", lambda n: ((n, 6, 6), (n, 1, 3, 3)), (("dims", 2),), lambda n: {"groups": n}),
)

# Numbers with the most digits, whole ones that take other kernels, and those too small to be added quickly.
VALUES: dict[str, Callable[[int], Any]] = {
    "digits": lambda count: np.random.default_rng(0).normal(size=count) * 1e-5,
    "whole": lambda count: np.random.default_rng(0).integers(-99, 99, size=count).astype(float),
    "subnormal": lambda count: np.random.default_rng(0).normal(size=count) * 1e-310,
}


@dataclass(frozen=True)
class Bill:
    """What one request took: milliseconds of CPU, bytes beyond the base, and bytes of its answer."""

    name: str
    milliseconds: float
    bytes: int
    answered: int

    def __str__(self) -> str:
        """One line."""
        sizes = f"{self.bytes / 1e6:6.1f} MB, {self.answered / 1e6:6.2f} MB answered"
        return f"{self.milliseconds:6.1f} ms, {sizes}: {self.name}"


def fields_of(operation: str, details: Fields, kind: Kind, size: int, values: str) -> Fields:
    """The fields of one request."""
    make = VALUES[values]
    shapes = kind.shapes(size)
    values_in, weight = (make(int(np.prod(shape))).reshape(shape) for shape in shapes)
    layer = dict(kind.options) | kind.grows(size) | {"weight": weight}
    if operation == "transposed-convolution":
        layer = {name: layer[name] for name in ("weight", "stride", "dilation", "groups", "dims") if name in layer}
        if len(weight.shape) == 2 and len(values_in.shape) == 1:
            layer["weight"] = weight.reshape(1, *weight.shape)
    if operation == "stack":
        small = {name: value for name, value in layer.items() if name != "weight"}
        parts = [{"layer": layer}, {"activation": "gelu"}, {"pooling": {"kind": "max", "size": 2}}]
        return {
            "input": values_in,
            "layers": parts if size % 2 else [{"layer": small | {"weight": weight}}] * 2,
            **details,
        }
    return {"input": values_in, **layer, **details}


def is_allowed(operation: str, fields: Fields, settings: Settings) -> bool:
    """Whether a request is answered as far as its shapes say; nothing is computed."""
    count = sum(np.size(value) for value in fields.values() if isinstance(value, np.ndarray))
    if count > settings.max_json_numbers and operation == "stack":
        return False
    try:
        BY_NAME[operation].prepare(validate(BY_NAME[operation].request, fields), settings)
    except (ConvolutionError, Problem):
        return False
    return count <= settings.max_binary_numbers


def largest(allowed: Callable[[int], bool]) -> int:
    """The largest size that is allowed, when one is and all below it are; 0 when none is."""
    low, high = 0, LARGEST
    while low < high:
        middle = 1 << (low.bit_length() + 1) if 1 << (low.bit_length() + 1) < high else (low + high + 1) // 2
        if allowed(middle):
            low = middle
        else:
            high = middle - 1
    return low


def plain(value: Any) -> Any:
    """A value as it is sent in JSON."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def body_of(fields: Fields, settings: Settings) -> tuple[str, bytes, str]:
    """The media type, the body and the query: as JSON, or as an archive where there are more numbers than JSON may."""
    arrays = {name: value for name, value in fields.items() if isinstance(value, np.ndarray)}
    if sum(map(np.size, arrays.values())) <= settings.max_json_numbers:
        return "application/json", orjson.dumps(plain(fields)), ""
    archive = io.BytesIO()
    np.savez(archive, **arrays)
    rest = {name: value for name, value in fields.items() if name not in arrays}
    query = "&".join(f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in flat(rest))
    return "application/x-npz", archive.getvalue(), query


def flat(fields: Fields) -> Iterator[tuple[str, Any]]:
    """The fields with nested ones by their dots."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


class Asker:
    """Asks an application in process, and takes what that costs."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.app = create_app(self.settings)
        self.libc = ctypes.CDLL(None)
        keep_the_loop_quick()  # as the server does
        for path in ("/", "/api/v1/convolution?input=1,2&weight=1"):
            self.bill("warming up", "GET", path)

    def bill(self, name: str, method: str, path: str, body: bytes = b"", media: str = "") -> Bill | None:
        """What a request took, the median of a few times, of more while it seems dear; None where it was refused."""
        costs: list[float] = []  # milliseconds
        self.libc.malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")
        base = memory("VmRSS")
        while len(costs) < (FEW if not costs or median(costs) < DEAR else MANY):
            before, began = yardstick(), time.process_time()
            status, answered = asyncio.run(self.ask(method, path, body, media))
            took = time.process_time() - began
            costs.append(1000 * took * YARDSTICK / max(YARDSTICK, (before + yardstick()) / 2))
            if status >= 500:
                raise AssertionError(f"{status} for {name}")
            if status != 200:
                return None
        return Bill(name, median(costs), memory("VmHWM") - base, answered)

    async def ask(self, method: str, path: str, body: bytes, media: str) -> tuple[int, int]:
        """The status and the bytes of the answer."""
        route, _, query = path.partition("?")
        headers = [(b"accept-encoding", b"gzip"), (b"content-type", media.encode())]
        scope = {"type": "http", "http_version": "1.1", "method": method, "path": route, "raw_path": route.encode()}
        scope |= {"query_string": query.encode(), "headers": headers, "root_path": "", "scheme": "http"}
        status, size, sent = 0, 0, False

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))

        await self.app(scope, receive, send)
        return status, size


def yardstick() -> float:
    """Seconds of the processor for the same sum each time."""
    began = time.process_time()
    sum(number * number for number in range(100_000))
    return time.process_time() - began


def memory(name: str) -> int:
    """A line of this process's own status, in bytes."""
    return int(re.search(rf"{name}:\s*(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


def computed(asker: Asker, choice: random.Random, count: int) -> Iterator[Bill]:
    """Bills of operations, each with some kinds of layers that are as large as they may be."""
    for operation, details in DETAILS:
        for kind in choice.sample(KINDS, min(count, len(KINDS))):
            values = choice.choice([*VALUES, "digits"])

            def request(size: int) -> Fields:
                return fields_of(operation, details, kind, size, values)  # noqa: B023, used at once

            size = largest(lambda n: is_allowed(operation, request(n), asker.settings))  # noqa: B023, called at once
            while size:
                media, body, query = body_of(request(size), asker.settings)
                name = f"{operation} {details} {kind.name} {size:,} {values}"
                bill = asker.bill(name, "POST", f"/api/v1/{operation}?{query}", body, media)
                if bill is not None:
                    yield bill
                    break
                size = size * 3 // 4  # refused for another reason: its bytes, or numbers too large


PAGES = (
    *("/", "/embed", "/embed/words", "/tables", "/share", "/worksheet"),
    *("/array/matrix.csv", "/array/matrix.json", "/array/activation.csv"),
)
FIGURES = ("sliding", "network", "matrix", "feature-maps", "gradients")
VIEWS = ("", "&view=sliding,network,matrix,feature-maps,gradients&learning_rate=0.1", "&compare=dense")


def drawn(asker: Asker, choice: random.Random, count: int) -> Iterator[Bill]:
    """Bills of pages and pictures, each with some kinds of layers that are as large as is drawn."""
    for path in (*PAGES, *(f"/figure/{name}.svg" for name in FIGURES)):
        for kind in choice.sample(KINDS, min(count, len(KINDS))):
            view = choice.choice(VIEWS)

            def address(size: int) -> str:
                return f"{path}?{query_of(kind, size)}{view}"  # noqa: B023, used at once

            def answers(size: int) -> bool:
                url = address(size)
                return len(url) < asker.settings.max_url_bytes and asker.bill("", "GET", url) is not None

            size = largest(answers)
            bill = asker.bill(f"{path} {kind.name} {size:,} {view}", "GET", address(size)) if size else None
            if bill is not None:
                yield bill


def query_of(kind: Kind, size: int) -> str:
    """The layer as a query, with as few digits as there are: the address must be short."""
    shapes = kind.shapes(size)
    if sum(map(np.prod, shapes)) > 9_000:
        return "x" * 20_000
    arrays = {name: np.ones(shape, int) for name, shape in zip(("input", "weight"), shapes, strict=True)}
    fields = arrays | dict(kind.options) | kind.grows(size)
    return "&".join(f"{name}={written(value)}" for name, value in fields.items())


def written(value: Any) -> str:
    """A value in a query."""
    return orjson.dumps(value.tolist()).decode() if isinstance(value, np.ndarray) else str(value)


def search(seed: int, count: int) -> list[Bill]:
    """Every bill, the dearest first; `count` kinds of layers for each operation, page and picture."""
    asker, choice = Asker(), random.Random(seed)  # noqa: S311, any will do
    bills = [*computed(asker, choice, count), *drawn(asker, choice, count)]
    return sorted(bills, key=lambda bill: bill.milliseconds, reverse=True)


def report(found: list[Bill]) -> list[str]:
    """The dearest by their time and by their memory."""
    largest_first = sorted(found, key=lambda bill: bill.bytes, reverse=True)
    named = [f"{len(found)} requests as large as they may be", *found[:10], "most memory:", *largest_first[:5]]
    return [str(line) for line in named]


def too_dear(found: list[Bill]) -> list[str]:
    """Those that take more than they may."""
    return [str(bill) for bill in found if bill.milliseconds > MOST_MILLISECONDS or bill.bytes > MOST_BYTES]


if __name__ == "__main__":
    seed, count = (int(text) for text in (*sys.argv[1:], *("0", "99")[len(sys.argv) - 1 :]))
    found = search(seed, count)
    sys.stdout.write("\n".join(report(found)) + "\n")
    sys.exit("\n".join(["too dear:", *too_dear(found)]) if too_dear(found) else 0)
