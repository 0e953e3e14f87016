"""A mutator of bodies: bytes changed, cut, doubled, spliced with other bodies, or replaced by what is known to hurt."""

import random
import re

import numpy as np
import orjson

from app.api.operations import OPERATIONS
from tests.archives import layer_archive, npy, zipped

Request = tuple[str, str, bytes]
"""An address, a content type and a body."""

JSON, NPZ = "application/json", "application/x-npz"

VALUES = (
    *(b"NaN", b"-Infinity", b"1e999", b"1e308", b"-0", b"0", b"1e-400", b"9" * 25, b"9" * 400, b"2147483648", b"0.1"),
    *(b"null", b"true", b"false", b'""', b'"\\ud800"', b'"\\u0000"', b"[]", b"{}", b"[[]]", b"[1,[2]]", b'{"a":1}'),
    *(b"1", b"2", b"3", b"-1", b"[1,2]", b"[[1,2],[3,4]]", b"[[[1,2]]]", b'"same"', b'"full"', b'"max"', b'"relu"'),
)
TOKENS = (
    *(b",", b":", b'"', b"\\", b"\n", b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b" " * 40),
    *(b"[" * 40, b"]" * 40, b"{" * 20),
    *(b'"input":', b'"weight":', b'"bias":1,', b'"padding":"full",', b'"stride":2,', b'"dilation":3,', b'"groups":2,'),
    *(b'"padding":[[1,2]],', b'"dims":2,', b'"padding_mode":"reflect",', b'"operation":"convolution",'),
    *(b"\x93NUMPY", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"'<f8'", b"'|O'", b"'>i2'", b"(2, 2)", b"(0,)"),
    *(b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"input.npy", b"weight.npy"),
)
NUMBER = re.compile(rb"-?[0-9.]+|\"[a-z-]+\"(?!:)|true|false")


def seeds() -> list[Request]:
    """A good request for each example of each operation, and an archive for each operation that takes one."""
    found = [
        (f"/api/v1/{operation.name}", JSON, orjson.dumps(example))
        for operation in OPERATIONS
        for example in operation.examples.values()
    ]
    paths = [f"/api/v1/{each.name}" for each in OPERATIONS if {"input", "weight"} <= each.request.model_fields.keys()]
    return found + [(path, NPZ, layer_archive(bias=1.0)) for path in paths]


def mutated_archive(others: list[bytes], chance: random.Random) -> bytes:
    """An archive that is sound, around arrays that are not."""
    values = np.arange(1.0, chance.randint(2, 9)).astype(chance.choice(["<f8", ">f4", "<i2", "|u1"]))
    return zipped(("input.npy", mutated(npy(values), others, chance)), ("weight.npy", npy([5.0, 6.0])))


def mutated(body: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The body after a few changes, mostly one."""
    for _ in range(1 + int(chance.expovariate(1.2))):
        body = changed(body, others, chance)
    return body


def changed(body: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The body after one change, somewhere: mostly of one value, so that much of it can still be read."""
    if chance.random() < 0.5:
        return with_another_value(body, chance)
    start = chance.randint(0, len(body))
    stop = min(len(body), start + int(chance.expovariate(0.2)))
    match chance.randrange(6):
        case 0:
            return body[:start] + bytes([chance.randrange(256)]) + body[start + 1 :]
        case 1:
            return body[:start] + body[stop:]
        case 2:
            return body[:stop] + body[start:]
        case 3:
            return body[:start] + chance.choice(TOKENS + VALUES) + body[stop:]
        case 4:
            return body[:start] + chance.choice(TOKENS) + body[start:]
        case _:
            other = chance.choice(others)
            return body[:start] + other[chance.randint(0, len(other)) :]


def with_another_value(body: bytes, chance: random.Random) -> bytes:
    """The body with one of its numbers or words replaced."""
    places = list(NUMBER.finditer(body))
    if not places:
        return body + chance.choice(VALUES)
    place = chance.choice(places)
    return body[: place.start()] + chance.choice(VALUES) + body[place.end() :]
