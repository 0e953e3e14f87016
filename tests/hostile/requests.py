"""What a hostile request is, and how one is written."""

from dataclasses import dataclass, field

JSON = {"Content-Type": "application/json"}
NPZ = {"Content-Type": "application/x-npz"}
NPY = {"Accept": "application/x-npy"}
OK = ""
CONVOLUTION = "/api/v1/convolution"


@dataclass(frozen=True)
class Hostile:
    """A request that means no good, or means nothing, with the only answer it may have.

    `code` is that of the first error, or the last part of the problem's type where there is none; OK where it is
    answered after all. `wire` is the status over a socket, where the server itself refuses what is no HTTP.
    """

    name: str
    status: int
    code: str
    body: bytes | None = None
    query: str = ""
    method: str = ""
    path: str = CONVOLUTION
    headers: dict[str, str] = field(default_factory=lambda: JSON)
    wire: int | None = None

    @property
    def url(self) -> str:
        """The path with its query."""
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def verb(self) -> str:
        """POST when there is a body."""
        return self.method or ("GET" if self.body is None else "POST")


def layer(input: str = "[1,2,3,4]", weight: str = "[5,6,7]", more: str = "") -> bytes:
    """A body of a layer, with whatever stands in for its arrays."""
    return f'{{"input":{input},"weight":{weight}{"," if more else ""}{more}}}'.encode()


def nested(depth: int, inner: str = "1") -> str:
    """A number in `depth` lists."""
    return "[" * depth + inner + "]" * depth
