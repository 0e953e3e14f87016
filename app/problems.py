"""Every error as a problem (RFC 9457) with its status. Knows the core, not HTTP."""

from collections.abc import Iterable, Mapping
from typing import Any

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
