"""Arrays as bytes: `.npz` archives are read strictly, one array is written as `.npy`.

The formats are those of `numpy.lib.format` and of ZIP (APPNOTE.TXT 6.3). Nothing is unpickled and nothing
unpacked, so no request can hold more than its own bytes.
"""

import ast
import io
import math
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.api.reader import refusal, unreadable
from app.convolution.arrays import Floats
from app.problems import locate

# A reader of ZIP lists the whole directory before anything can be said about it.
MAX_DIRECTORY_BYTES = 4_096
# A header of an array of numbers has about a hundred.
MAX_HEADER_BYTES = 1_024
MAX_AXES = 8

DIRECTORY_END = struct.Struct("<4s4HIIH")
"""The end of a ZIP file: its mark, two disks, two counts, bytes and place of the directory, bytes of a comment."""

LOCAL_HEADER = struct.Struct("<4s22x2H")
"""What stands before a member, as far as it is read here: its mark, and the bytes of its name and of what follows."""

NUMBERS = {order + kind for order in "<>" for kind in ("f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8")}
NUMBERS |= {"|i1", "|u1"}
"""The types of number that are read; every one becomes float64, as a number in JSON does."""


class Header(NamedTuple):
    """What stands before the data of an array."""

    dtype: np.dtype[Any]
    fortran_order: bool
    shape: tuple[int, ...]
    data: int

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return math.prod(self.shape)


def read_npz(body: bytes, max_numbers: int) -> dict[str, Floats]:
    """The arrays of an archive by their names, as float64 in C order.

    Raises Problem: 400 for what is no archive of arrays, 422 for an array that cannot be meant (compressed,
    twice, no numbers, too many). Whether the numbers are finite is for the fields to check.
    """
    check_directory(body)
    try:
        members = zipfile.ZipFile(io.BytesIO(body)).infolist()
    except Exception as fault:  # zipfile lets out whatever its structures make of noise
        raise unreadable("not-npz", "The body is not an archive of arrays as numpy.savez writes it.") from fault
    arrays: dict[str, Floats] = {}
    left = max_numbers
    for member in members:
        name = member.filename.removesuffix(".npy")
        pointer = locate([name], "pointer")
        if name in arrays:
            raise refusal("duplicate-key", "The archive holds two arrays of one name: give each once.", pointer)
        arrays[name] = read_npy(read_member(body, member, pointer), left, pointer)
        left -= arrays[name].size
    return arrays


def check_directory(body: bytes) -> None:
    """Refuse an archive whose directory is not a short one at its very end.

    A reader trusts the sizes of ZIP64 above those that are checked here, so that its mark is refused; an archive
    within our limits has no use for it.
    """
    if len(body) < DIRECTORY_END.size:
        raise unreadable("not-npz", "The body is too short for an archive of arrays.")
    mark, *_, directory_bytes, _, _ = DIRECTORY_END.unpack(body[-DIRECTORY_END.size :])
    if mark != b"PK\x05\x06" or body[-42:-38] == b"PK\x06\x07":
        raise unreadable("not-npz", "The body does not end as an archive of arrays does: is it whole?")
    if directory_bytes > MAX_DIRECTORY_BYTES:
        raise refusal("too-many-fields", "The archive lists far more arrays than a layer has.")


def read_member(body: bytes, member: zipfile.ZipInfo, pointer: str) -> memoryview:
    """The bytes of one member, which lie in the archive as they are, brought into line. Raises Problem."""
    if member.flag_bits & 0x1 or member.compress_type != zipfile.ZIP_STORED:
        raise refusal("compressed", "Write the archive with numpy.savez, uncompressed and unencrypted.", pointer)
    head = body[member.header_offset : member.header_offset + LOCAL_HEADER.size]
    damaged = len(head) < LOCAL_HEADER.size or member.file_size != member.compress_size
    if not damaged:
        mark, name_bytes, extra_bytes = LOCAL_HEADER.unpack(head)
        start = member.header_offset + LOCAL_HEADER.size + name_bytes + extra_bytes
        content = memoryview(body)[start : start + member.file_size]
        damaged = mark != b"PK\x03\x04" or len(content) < member.file_size or zlib.crc32(content) != member.CRC
    if damaged:
        raise unreadable("not-npz", "An array of the archive is damaged: its bytes do not agree.", pointer)
    return copy_of(content)


def copy_of(content: memoryview) -> memoryview:
    """A copy that begins where numbers may begin: out of line they would be read one by one, in four times the time."""
    return np.frombuffer(content, np.uint8).copy().data


def read_npy(content: memoryview, max_numbers: int, pointer: str) -> Floats:
    """The array of one `.npy` file. Raises Problem."""
    header = read_header(content, pointer)
    if header.size > max_numbers:
        raise refusal("too-large", "The arrays hold more numbers than one request may: send fewer.", pointer)
    if header.size == 0:
        raise refusal("empty", "This array is empty: give at least one number.", pointer)
    if len(content) - header.data != header.size * header.dtype.itemsize:
        raise unreadable("not-npy", "The array has not as many bytes as its shape and its type say.", pointer)
    flat: NDArray[Any] = np.frombuffer(content, header.dtype, offset=header.data)
    shaped = flat.reshape(header.shape, order="F" if header.fortran_order else "C")
    return np.require(shaped, np.float64, ["C", "A"])


def read_header(content: memoryview, pointer: str) -> Header:
    """The header of a `.npy` file of version 1, 2 or 3. Raises Problem."""
    versions = {b"\x93NUMPY\x01\x00": "<H", b"\x93NUMPY\x02\x00": "<I", b"\x93NUMPY\x03\x00": "<I"}
    version = bytes(content[:8])
    if version not in versions or len(content) < 12:
        raise unreadable("not-npy", "A member of the archive is not a .npy file of version 1, 2 or 3.", pointer)
    length = struct.Struct(versions[version])
    start = 8 + length.size
    (size,) = length.unpack(content[8:start])
    described = header_fields(bytes(content[start : start + size])) if size <= MAX_HEADER_BYTES else {}
    match described:
        case {"descr": descr, "fortran_order": bool(fortran_order), "shape": tuple(shape), **rest} if not rest:
            return Header(read_dtype(descr, pointer), fortran_order, read_shape(shape, pointer), start + size)
    raise unreadable("not-npy", "The header of an array cannot be read.", pointer)


@lru_cache(maxsize=256)
def header_fields(text: bytes) -> Any:
    """The dictionary of a header; `{}` where there is none."""
    try:
        return ast.literal_eval(text.decode("latin-1").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return {}


def read_dtype(descr: Any, pointer: str) -> np.dtype[Any]:
    """The type of the numbers; raises Problem for what is not a real number, Python objects above all."""
    if not isinstance(descr, str) or descr not in NUMBERS:
        message = "Give real numbers: whole ones, or floats of at most 64 bits. Objects are never unpickled."
        raise refusal("dtype", message, pointer)
    return np.dtype(descr)


def read_shape(shape: tuple[Any, ...], pointer: str) -> tuple[int, ...]:
    """The sizes of the axes. Raises Problem."""
    if not all(type(size) is int and size >= 0 for size in shape):
        raise unreadable("not-npy", "The shape of an array is no list of sizes.", pointer)
    if len(shape) > MAX_AXES:
        raise refusal("too-deep", "An array here has at most four axes.", pointer)
    return shape


def write_npy(array: NDArray[Any]) -> bytes:
    """One array as a `.npy` file, in C order.

    >>> np.load(io.BytesIO(write_npy(np.array([[1.0, 2.0]]))))
    array([[1., 2.]])
    """
    array = np.ascontiguousarray(array)
    return npy_header(array.dtype, array.shape) + array.data


@lru_cache(maxsize=256)
def npy_header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """What stands before the data of an array in C order; NumPy takes as long for it as for 50,000 numbers."""
    header = io.BytesIO()
    described = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(header, described)
    return header.getvalue()
