import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import app.convolution
from app.convolution import ConvolutionError
from tests.convolution.mistakes import MISTAKES, caught

CORE = Path(app.convolution.__file__).parent
MODULES = [importlib.import_module(f"app.convolution.{path.stem}") for path in sorted(CORE.glob("[a-z]*.py"))]


def places(error: BaseException) -> set[tuple[str, int]]:
    """The file and the line of everything that an error, and what caused it, went through."""
    found, trace = places(error.__cause__) if error.__cause__ else set(), error.__traceback__
    while trace is not None:
        found.add((Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno))
        trace = trace.tb_next
    return found


def test_every_error_that_the_core_can_raise_stands_in_the_table_of_mistakes() -> None:
    """Each `raise` is reached by some line of it, whose whole sentence is checked."""
    reached = set().union(*(places(caught(code)) for code, *_ in MISTAKES))
    missing = []
    for path in sorted(CORE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and node.exc is not None:
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                if not any((path.name, line) in reached for line in lines):
                    missing.append(f"{path.name}:{node.lineno}")
    assert missing == []


def members(thing: type) -> dict[str, object]:
    """The methods and properties of a class, but for special ones."""
    return {f"{thing.__name__}.{name}": each for name, each in vars(thing).items() if not name.startswith("_")}


def described(module: ModuleType) -> dict[str, object]:
    """The functions and classes of a module, and what its classes have."""
    own = {name: each for name, each in vars(module).items() if getattr(each, "__module__", "") == module.__name__}
    classes = [each for each in own.values() if inspect.isclass(each) and not issubclass(each, ConvolutionError)]
    for each in classes:
        own |= {name: one for name, one in members(each).items() if hasattr(one, "__get__")}
    return {name: each for name, each in own.items() if callable(each) or hasattr(each, "__get__")}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_function_of_the_core_says_what_it_gives(module: ModuleType) -> None:
    """In a docstring of its own, which says more than the name."""
    assert module.__doc__
    bare = [name for name, each in described(module).items() if len((inspect.getdoc(each) or "").split()) < 3]
    assert bare == []


EXPORTED = {name: getattr(app.convolution, name) for name in app.convolution.__all__}
KINDS = ConvolutionError.__subclasses__()
"""Their examples are the table of mistakes."""


@pytest.mark.parametrize("name", [name for name, each in EXPORTED.items() if callable(each) and each not in KINDS])
def test_what_the_core_offers_is_shown_by_an_example(name: str) -> None:
    """Every function and class, and every method of a class; all of them run as doctests."""
    thing = EXPORTED[name]
    shown = {name: thing}
    if inspect.isclass(thing):
        shown |= {each: one for each, one in members(thing).items() if inspect.isfunction(one)}
    assert [each for each, one in shown.items() if ">>>" not in (inspect.getdoc(one) or "")] == []
