"""Which formats a request speaks: what it sends, and which of ours it accepts. Raises Problem 406 and 415."""

from typing import Literal, NamedTuple

from app.problems import Problem

JSON = "application/json"
NPZ = "application/x-npz"
NPY = "application/x-npy"

BodyFormat = Literal["json", "npz"]


def check_encoding(header: str) -> None:
    """Raise Problem 415 for a compressed body."""
    if header.strip().lower() not in ("", "identity"):
        raise Problem(415, "Send the body as it is: a Content-Encoding is not read here.")


def body_format(header: str, *, arrays: bool) -> BodyFormat:
    """What a Content-Type says the body is; `arrays` where an archive of arrays is taken too. Raises Problem."""
    media, _, parameters = header.lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "')
    if media.strip() == JSON and charset in ("", "utf-8", "utf8"):
        return "json"
    if media.strip() == NPZ and arrays:
        return "npz"
    archive = f" An archive of arrays is sent as {NPZ}." if arrays else ""
    raise Problem(415, f"Send JSON in UTF-8 and say so: Content-Type: {JSON}.{archive}")


class Accepted(NamedTuple):
    """How much JSON and an array are wanted, from 0 (not at all) to 1, and whether the array is asked for by name."""

    json: float = 1
    npy: float = 0
    named: bool = False

    @property
    def prefers_npy(self) -> bool:
        """Whether an array is the better answer: wanted more than JSON, or as much and by its name."""
        return self.npy > self.json or (self.named and self.npy == self.json > 0)


ANYTHING = Accepted()


def accepted(header: str) -> Accepted:
    """What an Accept header wants of our two formats (RFC 9110, section 12.5.1): the most specific range decides.

    >>> accepted("application/x-npy, application/json;q=0.5")
    Accepted(json=0.5, npy=1.0, named=True)
    >>> accepted("*/*;q=0.1, application/json;q=0").prefers_npy
    True
    """
    if header.strip() in ("", "*/*", JSON):
        return ANYTHING
    ranges: dict[str, float] = {}
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        ranges[media] = max(ranges.get(media, 0), quality(parameters))

    def wanted(name: str) -> float:
        return next((ranges[media] for media in (name, "application/*", "*/*") if media in ranges), 0)

    return Accepted(wanted(JSON), wanted(NPY), NPY in ranges)


def quality(parameters: list[str]) -> float:
    """The weight among the parameters of a range, 1 where none is given and 0 where it cannot be read.

    >>> quality([]), quality(["q=0.5"]), quality(["q=x"]), quality(["q=7"])
    (1.0, 0.5, 0.0, 0.0)
    """
    text = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def not_acceptable(offered: str) -> Problem:
    """The 406 that says what is offered."""
    return Problem(406, f"{offered}: accept {JSON}.")


def check_accepted(wanted: Accepted, *, arrays: bool) -> None:
    """Raise Problem 406 when neither JSON nor, where it is offered, an array is accepted."""
    if wanted.json == 0 and not (arrays and wanted.npy > 0):
        formats = f"The answer is JSON, or an array as {NPY}" if arrays else "The answer is JSON, and no single array"
        raise not_acceptable(formats)
