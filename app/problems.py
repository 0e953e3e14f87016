"""Every error as a problem (RFC 9457) with its status. Knows the core, not HTTP."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import takewhile
from typing import Any, Literal

from app.convolution import ConvolutionError

Place = Literal["pointer", "parameter"]
"""How an error says where it is: in a JSON body, or in the query."""

PlaceOf = Callable[[str], Place]
"""Where a field came from: a request may have some in its body and some in its query."""

PLAIN_WORD = re.compile(r"[A-Za-z0-9_.-]{1,40}")

MEDIA_TYPE = "application/problem+json"

# How many single errors one problem lists: a long list helps nobody and costs more than the answer would.
MAX_ERRORS = 5


@dataclass(frozen=True)
class Kind:
    """A kind of problem: the last part of its `type`, its title, what it means and how to mend it."""

    name: str
    title: str
    meaning: str
    mending: tuple[str, ...]


KINDS: dict[int, Kind] = {
    400: Kind(
        "unreadable",
        "The body cannot be read",
        "The body is not what its content type says: not JSON in UTF-8, or not an archive of arrays.",
        (
            "Let a library write it: JSON.stringify in JavaScript, json.dumps in Python, numpy.savez for arrays.",
            "NaN and Infinity are no numbers in JSON, and a comma after the last entry is not allowed there.",
            "Make sure that the whole body is sent, as UTF-8 and without a byte order mark.",
        ),
    ),
    404: Kind(
        "not-found",
        "There is nothing here",
        "No page, picture or operation has this address.",
        (
            "Look for a misspelt name, a capital letter or a slash at the end.",
            "The operations stand under /api/v1; /docs lists them all.",
        ),
    ),
    405: Kind(
        "method-not-allowed",
        "This method is not offered here",
        "The address exists, but not for this method.",
        ("Use one of the methods that the header Allow of the answer names, mostly GET or POST.",),
    ),
    406: Kind(
        "not-acceptable",
        "None of the accepted formats is offered",
        "The header Accept rules out every format that this answer has.",
        (
            "Accept application/json, or leave the header out.",
            "An array comes as application/x-npy only where the answer has one that stands for it, "
            "a matrix for instance only in its dense form.",
        ),
    ),
    413: Kind(
        "body-too-large",
        "The body is too large",
        "The body has more bytes than the service reads.",
        (
            "Send fewer numbers, or fewer digits of each.",
            "Send the arrays as application/x-npz: eight bytes a number instead of about eighteen.",
            "/api/v1/meta names the limit; it is a setting of the service.",
        ),
    ),
    414: Kind(
        "url-too-long",
        "The address is too long",
        "The path and the query together have more bytes than the service reads.",
        ("Send the same fields as JSON, with POST to the same address.",),
    ),
    415: Kind(
        "unsupported-media-type",
        "This content type is not understood",
        "The body is not said to be JSON in UTF-8 or, where arrays are taken, an archive of them; or it is compressed.",
        (
            "Send the header Content-Type: application/json, or application/x-npz for what numpy.savez writes.",
            "Send the body uncompressed, without a Content-Encoding.",
        ),
    ),
    422: Kind(
        "does-not-fit",
        "The request does not fit together",
        "The request can be read, but not computed: a field is missing, unknown or not what it has to be, the shapes "
        "do not fit one another, or a limit is passed.",
        (
            "Read errors in the answer: each names the place, has a stable code and says what would work.",
            "A pointer leads into the body: /weight/2/0 is the first entry of the third row of weight. "
            "A parameter is one of the query.",
        ),
    ),
    500: Kind(
        "fault",
        "Something went wrong here",
        "This is a fault of the service, and not of the request. It has been noted.",
        ("Another request may well succeed.", "If this one fails again, please report it with what was sent."),
    ),
    501: Kind(
        "not-offered",
        "This format is not offered",
        "The format is known, but the service does not write it.",
        ("Ask for JSON instead.",),
    ),
    503: Kind(
        "busy",
        "The service is busy",
        "All places for computing are taken, and enough requests are waiting.",
        ("Try again after the seconds that the header Retry-After of the answer names.",),
    ),
}

KINDS_BY_NAME = {kind.name: (status, kind) for status, kind in KINDS.items()}

CODES: dict[str, str] = {
    "shape": "the arrays do not fit one another",
    "padding": "the input or the mode does not allow this padding",
    "option": "an option has no such value",
    "part": "a part of a stack is neither a layer, nor a pooling, nor a non-linearity",
    "does-not-fit": "a parameter of a picture does not fit",
    "missing": "a field has to be given",
    "unknown-field": "there is no such field",
    "past-the-end": "there is no output or weight of this number",
    "not-drawn": "the field is understood, but not drawn",
    "repeated-parameter": "a parameter is given twice, or in the query and in the body",
    "duplicate-key": "an object has a key twice, or an archive an array",
    "too-many-fields": "an object has far more fields than there are",
    "not-an-object": "the body has to be an object",
    "not-a-list": "an array has to be a list",
    "not-a-number": "an array holds numbers only: no texts, no flags, no null",
    "not-a-whole-number": "the field is a whole number",
    "not-a-flag": "the field is true or false",
    "not-text": "a text holds half of a character",
    "not-finite": "NaN, an infinity, or a number beyond float64",
    "empty": "a list has no entries",
    "not-json": "a parameter that begins as JSON does not go on so",
    "length": "a list has too few entries or too many",
    "ragged": "the rows of an array have different lengths",
    "overflow": "the numbers are finite and the result is not",
    "too-large": "a limit, which the sentence names",
    "too-deep": "lists or objects lie too deep in one another",
    "dtype": "an array in an archive holds something else than real numbers",
    "compressed": "an array in an archive is compressed or encrypted",
}
"""Every code that an error of a 422 may have, and what it means."""

UNREADABLE_CODES: dict[str, str] = {
    "not-json": "the body is not JSON",
    "not-utf-8": "the body is not UTF-8",
    "empty-body": "there is no body",
    "not-npz": "the body is no archive of arrays, or a damaged one",
    "not-npy": "a member of the archive is no array, or a damaged one",
}
"""The same for a 400."""


class Problem(Exception):  # noqa: N818, since RFC 9457 calls it a problem
    """An error that knows its status and its words: `detail` is a sentence for a person.

    `errors` are objects `{pointer or parameter, code, message}`: a JSON pointer into the body, or the
    name of a query parameter. Nothing in a problem repeats what was sent.

    >>> Problem(404, "There is no figure of that name.").as_dict()["type"]
    '/problems/not-found'
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        kind = KINDS.get(status)
        self.status = status
        # RFC 9457, section 4.2.1: about:blank says no more than the status does.
        self.type = f"/problems/{kind.name}" if kind else "about:blank"
        self.title = kind.title if kind else HTTPStatus(status).phrase
        self.detail = detail
        self.errors = [dict(error) for error in errors]
        self.headers = dict(headers or {})

    def as_dict(self, instance: str | None = None) -> dict[str, Any]:
        """The members of the JSON object, in the order in which a person reads them."""
        members: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if instance is not None:
            members["instance"] = instance
        if self.errors:
            members["errors"] = self.errors
        return members


def problem_of_core(error: ConvolutionError, place_of: PlaceOf) -> Problem:
    """What the core found does not fit: its own sentence, at the field it is about, with dots inside another.

    >>> problem_of_core(ConvolutionError("too wide", "padding"), lambda field: "pointer").errors
    [{'pointer': '/padding', 'code': 'does-not-fit', 'message': 'too wide'}]
    """
    message = str(error)
    location = path(error.field or "")
    place = place_of(str(location[0]) if location else "")
    item = {"code": error.code, "message": message}
    if location or place == "pointer":
        item = {place: locate(location, place)} | item
    return Problem(422, sentence(message), errors=[item])


def path(field: str) -> list[str | int]:
    """The location of a field whose name has dots where it lies in another.

    >>> path("layers.1.weight"), path("")
    (['layers', 1, 'weight'], [])
    """
    return [int(part) if part.isdigit() else part for part in field.split(".") if part]


def locate(location: Sequence[str | int], place: Place) -> str:
    """A location as a JSON pointer (RFC 6901), or as the name of the query parameter.

    A name that is not a plain word is left out: nothing that was sent comes back but plain words.

    >>> locate(("weight", 2, 0), "pointer"), locate(("weight", 2, 0), "parameter")
    ('/weight/2/0', 'weight')
    >>> locate(("pooling", "size"), "pointer"), locate(("pooling", "size"), "parameter")
    ('/pooling/size', 'pooling.size')
    """
    names = [str(part) for part in location]
    if not all(PLAIN_WORD.fullmatch(name) for name in names):
        return ""
    if place == "pointer":
        return "".join(f"/{name}" for name in names)
    # what follows an index lies inside the value of the parameter
    return ".".join(map(str, takewhile(lambda part: not isinstance(part, int), location)))


def sentence(text: str) -> str:
    """The text with a capital and a full stop, as a sentence by itself.

    >>> sentence("a kernel that spans 7 does not fit")
    'A kernel that spans 7 does not fit.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
