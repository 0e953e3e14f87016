"""Hostile archives of arrays: pickles, bombs, what ZIP allows and no layer needs, and noise."""

import io
import pickle
import struct
import zipfile
from typing import Any

import numpy as np

from tests.archives import HEADER, WEIGHT, archive, layer_archive, npy, raw_npy, with_input, zipped
from tests.hostile.requests import JSON, NPY, NPZ, OK, Hostile, layer

SOUND = layer_archive()
DIRECTORY = SOUND.index(b"PK\x01\x02")
END = SOUND.index(b"PK\x05\x06")


def patched(offset: int, content: bytes, body: bytes = SOUND) -> bytes:
    """A sound archive with some bytes changed."""
    return body[:offset] + content + body[offset + len(content) :]


def described(descr: str, shape: str = "(4,)", order: str = "False", data: bytes = b"\0" * 32) -> bytes:
    """A layer whose input has this header."""
    return with_input(raw_npy(f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}", data))


def headed(header: str | bytes, data: bytes = b"\0" * 32) -> bytes:
    """A layer whose input has this text for a header."""
    return with_input(raw_npy(header, data))


class Command:
    """An object that runs a program when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        """What unpickling would call."""
        return exec, ("raise SystemExit('unpickled')",)


def objects() -> bytes:
    """An array of objects, as NumPy would write it."""
    stream = io.BytesIO()
    np.save(stream, np.array([Command()], dtype=object), allow_pickle=True)
    return stream.getvalue()


class OneWay(io.RawIOBase):
    """A stream that cannot go back, so that sizes come after the data."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, content: Any) -> int:
        """Keep them."""
        self.written += content
        return len(content)


def streamed() -> bytes:
    """An archive that was written in one go."""
    stream = OneWay()
    with zipfile.ZipFile(stream, "w") as writer:
        writer.writestr("input.npy", npy([1.0, 2, 3, 4]))
        writer.writestr(*WEIGHT)
    return bytes(stream.written)


def crowded(count: int) -> bytes:
    """A directory of `count` entries that all name one member."""
    end = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, count * 55, 0, 0)
    return (b"PK\x01\x02" + bytes(24) + b"\x09\0" + bytes(16) + b"input.npy") * count + end


def crowded_64(count: int) -> bytes:
    """The same, with the size that counts in the records of ZIP64."""
    directory = crowded(count)[:-22]
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(directory), 1)
    end = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, 1, 1, 55, 0, 0)
    return directory + record + locator + end


def npz(name: str, status: int, code: str, body: bytes, **options: Any) -> Hostile:
    """A request that sends an archive."""
    return Hostile(name, status, code, body, **({"headers": NPZ} | options))


NOISE = [
    npz("an archive of no bytes", 400, "not-npz", b""),
    npz("an archive of one byte", 400, "not-npz", b"P"),
    npz("an archive of zeros", 400, "not-npz", bytes(1_000)),
    npz("an archive of noise", 400, "not-npz", bytes(range(256)) * 8),
    npz("JSON as an archive", 400, "not-npz", layer()),
    npz("an array as an archive", 400, "not-npz", npy([1.0])),
    npz("a pickle as an archive", 400, "not-npz", pickle.dumps({"input": [1]})),
    npz("half an archive", 400, "not-npz", SOUND[: len(SOUND) // 2]),
    npz("an archive without its last byte", 400, "not-npz", SOUND[:-1]),
    npz("an archive with a byte too many", 400, "not-npz", SOUND + b"\0"),
    npz("an archive with a comment", 400, "not-npz", SOUND[:-2] + b"\x05\0hello"),
    npz("an archive behind other bytes", 200, OK, b"#!/bin/sh\n" + SOUND),
    npz("an archive of nothing", 422, "missing", b"PK\x05\x06" + bytes(18)),
    npz("an archive without a directory", 400, "not-npz", SOUND[:DIRECTORY] + SOUND[END:]),
    npz("a directory that lies elsewhere", 400, "not-npz", patched(END + 16, b"\xff\xff\xff\x7f")),
    npz("a directory longer than the archive", 400, "not-npz", patched(END + 12, b"\xff\x0f\0\0")),
    npz("a directory of 4 GB", 422, "too-many-fields", patched(END + 12, b"\xff\xff\xff\xff")),
    npz("a directory of 100,000 entries", 422, "too-many-fields", crowded(100_000)),
    npz("a directory of 100,000 entries in ZIP64", 400, "not-npz", crowded_64(100_000)),
    npz("a directory of 70 entries", 400, "not-npz", crowded(70)),
    npz("an entry of noise in the directory", 400, "not-npz", patched(DIRECTORY, b"noise")),
    npz("an entry that needs a version of ZIP to come", 400, "not-npz", patched(DIRECTORY + 6, b"\xff")),
    npz("an entry with an extra field that lies", 400, "not-npz", patched(DIRECTORY + 30, b"\xff\xff")),
    npz("an entry with another name", 422, "missing", patched(DIRECTORY + 46, b"weight")),
    npz("an entry that lies beyond the end", 400, "not-npz", patched(DIRECTORY + 42, b"\xff\xff\xff\x7f")),
    npz("an entry that lies inside another", 400, "not-npz", patched(DIRECTORY + 42, b"\x40")),
    npz("an entry of 4 GB", 400, "not-npz", patched(DIRECTORY + 20, b"\xfe\xff\xff\xff" * 2)),
    npz("an entry longer unpacked than packed", 400, "not-npz", patched(DIRECTORY + 24, b"\xff\xff\xff\x7f")),
    npz("an entry of no bytes", 400, "not-npz", patched(DIRECTORY + 20, bytes(8))),
    npz("a wrong checksum", 400, "not-npz", patched(DIRECTORY + 16, b"\0\0\0\0")),
    npz("a damaged array", 400, "not-npz", patched(SOUND.index(b"\x93NUMPY") + 130, b"\xff\xff\xff")),
    npz("an encrypted array", 422, "compressed", patched(DIRECTORY + 8, b"\x01")),
    npz("an array in a method that does not exist", 422, "compressed", patched(DIRECTORY + 10, b"\x63")),
    npz("an archive that says deflated and is not", 422, "compressed", patched(DIRECTORY + 10, b"\x08")),
    npz("an archive that was written in one go", 200, OK, streamed()),
]


def packed(method: int) -> bytes:
    """A layer whose arrays are packed."""
    return zipped(("input.npy", npy([1.0, 2, 3, 4])), WEIGHT, method=method)


BOMBS = [
    npz("a deflated archive", 422, "compressed", packed(zipfile.ZIP_DEFLATED)),
    npz("an archive packed by bzip2", 422, "compressed", packed(zipfile.ZIP_BZIP2)),
    npz("an archive packed by LZMA", 422, "compressed", packed(zipfile.ZIP_LZMA)),
    npz(
        "ten million zeros in ten kilobytes",
        422,
        "compressed",
        zipped(("input.npy", bytes(10_000_000)), method=zipfile.ZIP_DEFLATED),
    ),
    npz("an archive in an archive", 400, "not-npy", with_input(SOUND)),
    npz("a shape of 10^9 without data", 422, "too-large", described("'<f8'", "(1000000000,)")),
    npz("a shape of 10^30 without data", 422, "too-large", described("'<f8'", f"({10**30},)")),
    npz("a shape of 2^63 by 2^63", 422, "too-large", described("'<f8'", f"({2**63}, {2**63})")),
    npz("a shape of 0 by 10^30", 422, "empty", described("'<f8'", f"(0, {10**30})", data=b"")),
    npz("more numbers than an archive may hold", 422, "too-large", layer_archive(input=np.zeros(1_000_000, "i1"))),
    npz(
        "more multiply-adds than are computed, as an archive",
        422,
        "too-large",
        layer_archive(input=np.zeros(4_000), weight=np.zeros(2_000)),
    ),
    npz("more bytes than are read, as an archive", 413, "body-too-large", bytes(9_000_000)),
]

KINDS = [
    npz("an array of objects, which would run a program", 422, "dtype", with_input(objects())),
    npz("a type that says objects", 422, "dtype", described("'|O'")),
    npz("complex numbers", 422, "dtype", layer_archive(input=[1j, 2j, 3j])),
    npz("flags", 422, "dtype", layer_archive(input=[True, False, True])),
    npz("texts", 422, "dtype", layer_archive(input=["1", "2", "3"])),
    npz("bytes", 422, "dtype", layer_archive(input=[b"1", b"2", b"3"])),
    npz("dates", 422, "dtype", layer_archive(input=np.array(["2020-01-01"] * 3, "M8[D]"))),
    npz("spans of time", 422, "dtype", layer_archive(input=np.array([1, 2, 3], "m8[s]"))),
    npz("raw bytes", 422, "dtype", layer_archive(input=np.zeros(3, "V8"))),
    npz("records", 422, "dtype", layer_archive(input=np.zeros(3, "f8,i4"))),
    npz("long doubles", 422, "dtype", layer_archive(input=np.zeros(4, np.longdouble))),
    npz("floats of three bytes", 422, "dtype", described("'<f3'")),
    npz("a type without an order", 422, "dtype", described("'f8'")),
    npz("a type with the machine's own order", 422, "dtype", described("'=f8'")),
    npz("a type that is a program", 422, "dtype", described("'__import__(\"os\")'")),
    npz("a type of a million places", 422, "dtype", described("'1000000f8'")),
    npz("a type that is a number", 422, "dtype", described("8")),
    npz("a type that is a list", 422, "dtype", described("[('a', '<f8')]")),
    npz("bytes in the other order", 200, OK, layer_archive(input=np.arange(4.0).astype(">f8"))),
    npz("axes in the other order", 200, OK, layer_archive(input=np.asfortranarray(np.ones((3, 3))), weight=[[1.0]])),
    npz("the smallest whole number", 200, OK, layer_archive(input=np.full(3, -(2**63)), weight=[1.0])),
    npz("the largest whole number", 200, OK, layer_archive(input=np.full(3, 2**64 - 1, np.uint64), weight=[1.0])),
    npz("half-precision numbers", 200, OK, layer_archive(input=np.ones(4, np.float16))),
    npz("numbers too small for anything", 200, OK, layer_archive(input=np.full(3, 5e-324))),
    npz("NaN in an archive", 422, "not-finite", layer_archive(input=[1.0, np.nan, 3])),
    npz("an infinity in an archive", 422, "not-finite", layer_archive(weight=[[1.0, -np.inf]])),
    npz("an infinity of 16 bits", 422, "not-finite", layer_archive(input=np.full(3, np.inf, np.float16))),
    npz("finite numbers whose sum is not, in an archive", 422, "overflow", layer_archive(input=[1e308] * 3)),
]

SHAPES = [
    npz("an input that is one number", 422, "not-a-list", layer_archive(input=1.0)),
    npz("an input without numbers", 422, "empty", layer_archive(input=[])),
    npz("an input of rows without numbers", 422, "empty", layer_archive(input=np.zeros((3, 0)))),
    npz("a bias that is one number", 200, OK, layer_archive(bias=1.0)),
    npz("a bias of another length, in an archive", 422, "shape", layer_archive(bias=[1.0, 2])),
    npz("an input of five axes", 422, "shape", layer_archive(input=np.ones((1,) * 5))),
    npz("an input of 64 axes", 422, "too-deep", layer_archive(input=np.ones((1,) * 64))),
    npz("an input of 300 axes", 422, "too-deep", described("'<f8'", f"({'1,' * 300})", data=bytes(8))),
    npz("a kernel longer than the input, in an archive", 422, "shape", layer_archive(input=[1.0])),
    npz("a negative size", 400, "not-npy", described("'<f8'", "(-4,)")),
    npz("two negative sizes", 400, "not-npy", described("'<f8'", "(-2,-2)")),
    npz("a size that is a flag", 400, "not-npy", described("'<f8'", "(True,)", data=bytes(8))),
    npz("a size that is a float", 400, "not-npy", described("'<f8'", "(4.0,)")),
    npz("a size that is a text", 400, "not-npy", described("'<f8'", "('4',)")),
    npz("a shape that is a list", 400, "not-npy", described("'<f8'", "[4]")),
    npz("a shape that is a number", 400, "not-npy", described("'<f8'", "4")),
    npz("a shape with more than the data", 400, "not-npy", described("'<f8'", "(5,)")),
    npz("a shape with less than the data", 400, "not-npy", described("'<f8'", "(3,)")),
    npz("an order that is a number", 400, "not-npy", described("'<f8'", order="1")),
]

HEADERS = [
    npz("a member that is empty", 400, "not-npy", with_input(b"")),
    npz("a member that is text", 400, "not-npy", with_input(b"1,2,3,4")),
    npz("a member that is a pickle", 400, "not-npy", with_input(pickle.dumps([1, 2]))),
    npz("a member of which only the mark is there", 400, "not-npy", with_input(b"\x93NUMPY")),
    npz("a member that ends in its header's length", 400, "not-npy", with_input(b"\x93NUMPY\x01\x00\x76")),
    npz("a header longer than the member", 400, "not-npy", with_input(b"\x93NUMPY\x01\x00\xff\x03{}")),
    npz("a header of 4 GB", 400, "not-npy", with_input(b"\x93NUMPY\x02\x00\xff\xff\xff\xff" + bytes(64))),
    npz("a header of 60,000 bytes", 400, "not-npy", headed(HEADER + " " * 60_000)),
    npz("a version to come", 400, "not-npy", with_input(raw_npy(magic=b"\x93NUMPY\x04\x00"))),
    npz("version zero", 400, "not-npy", with_input(raw_npy(magic=b"\x93NUMPY\x00\x00"))),
    npz("another mark", 400, "not-npy", with_input(raw_npy(magic=b"\x93NUMPX\x01\x00"))),
    npz("a header of version 2", 200, OK, with_input(raw_npy(magic=b"\x93NUMPY\x02\x00"))),
    npz("no header", 400, "not-npy", headed("")),
    npz("a header that is no dictionary", 400, "not-npy", headed("[1, 2]")),
    npz("a header that is a set", 400, "not-npy", headed("{'descr', 'shape'}")),
    npz("a header that does not end", 400, "not-npy", headed(HEADER[:30])),
    npz("a header with a list for a key", 400, "not-npy", headed("{[]: 1}")),
    npz("a header without a shape", 400, "not-npy", headed("{'descr': '<f8', 'fortran_order': False}")),
    npz("a header with a key too many", 400, "not-npy", headed(HEADER[:-1] + "'pickle': True}")),
    npz("a header that is a program", 400, "not-npy", headed("__import__('os').system('true')")),
    npz("a header that computes", 400, "not-npy", headed("{'descr': '<f8', 'fortran_order': False, 'shape': (2*2,)}")),
    npz("a header of 500 brackets", 400, "not-npy", headed("(" * 500)),
    npz("a header of 500 minus signs", 400, "not-npy", headed("-" * 500 + "1")),
    npz("a header with NUL", 400, "not-npy", headed(HEADER[:5] + "\0" + HEADER[5:])),
    npz("a header of noise", 400, "not-npy", headed(bytes(range(256)))),
    npz("a header with a broken escape", 400, "not-npy", headed("{'\\x': 1}")),
    npz(
        "a header with its keys in another order", 200, OK, headed("{'shape':(4,),'descr':'<f8','fortran_order':False}")
    ),
]

NAMES = [
    npz("an archive without a weight", 422, "missing", archive(input=[1.0])),
    npz("an archive with an array too many", 422, "unknown-field", layer_archive(kernel=[1.0])),
    npz("an archive with an option", 422, "option", layer_archive(stride=2)),
    npz("an upstream gradient where none is taken", 422, "unknown-field", layer_archive(upstream=[1.0, 1])),
    npz(
        "two arrays of one name",
        422,
        "duplicate-key",
        zipped(("input.npy", npy([1.0])), ("inpuX.npy", npy([2.0]))).replace(b"inpuX", b"input"),
    ),
    npz(
        "one name with and without its ending",
        422,
        "duplicate-key",
        zipped(("input", npy([1.0])), ("input.npy", npy([2.0]))),
    ),
    npz("a name without an ending", 200, OK, zipped(("input", npy([1.0, 2, 3])), WEIGHT)),
    npz("a name in capitals", 422, "missing", zipped(("INPUT.npy", npy([1.0])), WEIGHT)),
    npz("a name that climbs", 422, "missing", zipped(("../../etc/passwd.npy", npy([1.0])), WEIGHT)),
    npz("an absolute name", 422, "missing", zipped(("/etc/passwd", npy([1.0])), WEIGHT)),
    npz("a name with markup", 422, "missing", zipped(("<script>alert(1)</script>.npy", npy([1.0])), WEIGHT)),
    npz("a name of 3,000 bytes", 422, "missing", zipped(("n" * 3_000, npy([1.0])), WEIGHT)),
    npz("an empty name", 422, "missing", zipped(("", npy([1.0])), WEIGHT)),
    npz("a name in another script", 422, "missing", zipped(("вход.npy", npy([1.0])), WEIGHT)),
    npz(
        "a name that is no UTF-8",
        400,
        "not-npz",
        zipped(("вход.npy", npy([1.0])), WEIGHT).replace("вход".encode(), b"\xff" * 8),
    ),
    npz("a prototype in an archive", 422, "unknown-field", layer_archive(__proto__=[1.0])),
    npz("a folder", 400, "not-npy", zipped(("input/", b""), WEIGHT)),
]

FORMATS = [
    npz("an archive as JSON", 400, "not-utf-8", SOUND, headers=JSON),
    npz("an archive as a ZIP", 415, "unsupported-media-type", SOUND, headers={"Content-Type": "application/zip"}),
    npz(
        "an archive as bytes",
        415,
        "unsupported-media-type",
        SOUND,
        headers={"Content-Type": "application/octet-stream"},
    ),
    npz("an array alone", 415, "unsupported-media-type", npy([1.0]), headers={"Content-Type": "application/x-npy"}),
    npz(
        "an archive that is said to be compressed",
        415,
        "unsupported-media-type",
        SOUND,
        headers=NPZ | {"Content-Encoding": "br"},
    ),
    npz(
        "an archive with a character set", 200, OK, SOUND, headers={"Content-Type": "application/x-npz; charset=utf-7"}
    ),
    npz("an archive that wants a table", 406, "not-acceptable", SOUND, headers=NPZ | {"Accept": "text/csv"}),
    npz(
        "an archive that wants an archive", 406, "not-acceptable", SOUND, headers=NPZ | {"Accept": "application/x-npz"}
    ),
    npz(
        "an array that is wanted and not",
        406,
        "not-acceptable",
        SOUND,
        headers=NPZ | {"Accept": "application/x-npy;q=0"},
    ),
    npz("an array that is wanted", 200, OK, SOUND, headers=NPZ | NPY),
    npz("an option given twice", 422, "repeated-parameter", SOUND, query="stride=1&stride=1"),
    npz("an array in the archive and in the query", 422, "repeated-parameter", SOUND, query="input=1,2,3"),
    npz("an unknown option beside an archive", 422, "unknown-field", SOUND, query="strides=1"),
    npz("an option that cannot be read beside an archive", 422, "not-a-whole-number", SOUND, query="stride=NaN"),
    npz("an option that does not fit an archive", 422, "option", SOUND, query="stride=0"),
    npz("a key of a view beside an archive", 200, OK, SOUND, query="theme=neon&step=-1"),
]

ARCHIVES = [*NOISE, *BOMBS, *KINDS, *SHAPES, *HEADERS, *NAMES, *FORMATS]
