"""What answers are made of, as models: they describe the answers, which are written by orjson.

A test holds the real bytes against them. What one operation answers stands beside it, in `operations`.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt

Number = StrictInt | StrictFloat
Vector = list[Number]
Matrix = list[Vector]
Numbers = Annotated[
    Vector | Matrix | list[Matrix] | list[list[Matrix]],
    Field(description="Nested lists, shaped as PyTorch shapes them."),
]
Index = Annotated[int, Field(ge=0, strict=True)]
Shape = Annotated[list[Index], Field(description="The size of each axis, the channels in front where there are any.")]
Window = Annotated[
    list[Annotated[int, Field(ge=-1, strict=True)]], Field(description="Input indices; −1 is off the input.")
]
Pads = Annotated[list[list[Index]], Field(description="[before, after] for each axis.")]
Position = Annotated[list[Index], Field(description="Where it stands in its array, one index an axis.")]


class Answer(BaseModel):
    """What all answers share: nothing beyond what is described."""

    model_config = ConfigDict(extra="forbid")


class Links(Answer):
    """The same state as a page, as a frame and as a picture; none when it does not fit into an address."""

    page: str | None = None
    embed: str | None = None
    figure: str | None = None


class WithLinks(Answer):
    """An answer about one state."""

    links: Links


class Connections(Answer):
    """Parallel lists: each output reads this input through this weight."""

    output: list[Index]
    input: list[Index]
    weight: list[Index]


class MetaAnswer(Answer):
    """What this service is and takes."""

    version: str
    limits: dict[str, Index]
    vocabulary: dict[str, list[str]]


class ProblemError(Answer):
    """One error: where it is, a stable code, and a sentence for a person."""

    pointer: str | None = Field(None, description="Where in the body, RFC 6901.")
    parameter: str | None = Field(None, description="Which parameter of the query.")
    code: str
    message: str


class ProblemAnswer(BaseModel):
    """RFC 9457: what went wrong and how to mend it. It never repeats what was sent."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ProblemError] | None = None


Content = dict[str, Any]
"""An answer before it is written: numbers, texts and arrays by key."""
