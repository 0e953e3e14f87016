"""An operation of the API: what it takes, what it costs, what it answers. No HTTP here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import methodcaller
from typing import Any

from app.api.answers import Answer, Content
from app.api.costs import Cost
from app.api.links import links
from app.settings import Settings
from app.state import Fields, LayerFields

Example = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """What a request asks for, found affordable: its cost, and the call that computes the content of the answer."""

    cost: Cost
    run: Callable[[], Content]


@dataclass(frozen=True)
class Operation:
    """One operation by its name in the path.

    `build` makes of the fields what the core computes with, `cost` judges it from the shapes, and `compute` answers;
    both take the fields and what was built. `array` names the entries of the answer that can stand for it as an array;
    the first that is there does. `figure` is the picture that shows the answer, `view` what a page shows
    beside the default. `examples` are requests by their titles, the first of them answered by `answered`.
    """

    name: str
    summary: str
    request: type[Fields]
    answer: type[Answer]
    cost: Callable[[Any, Any], Cost]
    compute: Callable[[Any, Any], Content]
    examples: Mapping[str, Example]
    answered: Example
    build: Callable[[Any], Any] = methodcaller("layer")
    array: tuple[str, ...] = ()
    figure: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)

    @property
    def operation_id(self) -> str:
        """The name of the operation for programs that are generated from the description.

        >>> from app.api.operations import OPERATIONS
        >>> OPERATIONS[1].operation_id
        'FeatureMaps'
        """
        return self.name.title().replace("-", "")

    def prepare(self, fields: Fields, settings: Settings) -> Job:
        """The job of these fields. Raises ConvolutionError for what does not fit and for what costs too much."""
        core = self.build(fields)
        cost = self.cost(fields, core)
        cost.check(settings)
        return Job(cost, lambda: self.compute(fields, core) | {"links": self.links(fields, settings)})

    def links(self, fields: Fields, settings: Settings) -> dict[str, str]:
        """The addresses of the state that shows the answer; `{}` where there is no such state."""
        if not isinstance(fields, LayerFields) or not self.figure:
            return {}
        return links(fields, self.figure, settings, **self.view)
