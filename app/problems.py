"""Every error as a problem (RFC 9457) with its status. Knows the core, not HTTP."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from app.convolution import ConvolutionError

Place = Literal["pointer", "parameter"]
"""How an error says where it is: in a JSON body, or in the query."""

PLAIN_WORD = re.compile(r"[A-Za-z0-9_.-]{1,40}")

MEDIA_TYPE = "application/problem+json"

# How many single errors one problem lists: a long list helps nobody and costs more than the answer would.
MAX_ERRORS = 5

# The last part of `type`, and the title, for each status.
KINDS: dict[int, tuple[str, str]] = {
    400: ("not-json", "The body is not JSON"),
    404: ("not-found", "There is nothing here"),
    405: ("method-not-allowed", "This method is not offered here"),
    406: ("not-acceptable", "None of the accepted formats is offered"),
    413: ("body-too-large", "The body is too large"),
    414: ("url-too-long", "The address is too long"),
    415: ("unsupported-media-type", "This content type is not understood"),
    422: ("does-not-fit", "The request does not fit together"),
    500: ("fault", "Something went wrong here"),
    501: ("not-offered", "This format is not offered"),
    503: ("busy", "The service is busy"),
}


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
        slug, title = KINDS.get(status, (f"status-{status}", "The request was not answered"))
        self.status = status
        self.type = f"/problems/{slug}"
        self.title = title
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


def problem_of_core(error: ConvolutionError, place: Place) -> Problem:
    """What the core found does not fit: its own sentence, at the field it is about.

    >>> problem_of_core(ConvolutionError("too wide", "padding"), "pointer").errors
    [{'pointer': '/padding', 'code': 'does-not-fit', 'message': 'too wide'}]
    """
    message = str(error)
    item = {"code": error.code, "message": message}
    if error.field is not None or place == "pointer":
        item = {place: locate((error.field,) if error.field else (), place)} | item
    return Problem(422, sentence(message), errors=[item])


def locate(location: Sequence[str | int], place: Place) -> str:
    """A location as a JSON pointer (RFC 6901), or as the name of the query parameter.

    A name that is not a plain word is left out: nothing that was sent comes back but plain words.

    >>> locate(("weight", 2, 0), "pointer"), locate(("weight", 2, 0), "parameter")
    ('/weight/2/0', 'weight')
    """
    names = [str(part) for part in location]
    if not all(PLAIN_WORD.fullmatch(name) for name in names):
        return ""
    return "".join(f"/{name}" for name in names) if place == "pointer" else ".".join(names[:1])


def sentence(text: str) -> str:
    """The text with a capital and a full stop, as a sentence by itself.

    >>> sentence("a kernel that spans 7 does not fit")
    'A kernel that spans 7 does not fit.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
