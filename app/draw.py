"""`convolens figure`: a picture from the command line, with the fields of the one schema as options."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from app.convolution import ConvolutionError
from app.figures import FIGURES, Figure
from app.pages.reading import fitting_scene, look_of, read
from app.problems import Problem
from app.settings import Settings
from app.state import STATE_KEYS, PoolingFields, State

KEYS = tuple(key for key in STATE_KEYS if key not in ("view", "controls", "v"))
"""The fields that are options here: those of a page's frame are not, and its view are the names of the figures."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The names of the figures, where the picture goes, and an option for each field, written as in an address."""
    command.add_argument("names", metavar="NAME", help=f"{', '.join(FIGURES)}; several by commas")
    command.add_argument("-o", "--output", metavar="FILE", help="ends in .svg, .png or .gif (default: SVG, printed)")
    for key in KEYS:
        command.add_argument(*spellings(key), dest=key, metavar="…", help=description(key))


def spellings(key: str) -> list[str]:
    """How an option may be written.

    >>> spellings("padding_mode"), spellings("step")
    (['--padding-mode', '--padding_mode'], ['--step'])
    """
    return list(dict.fromkeys(f"--{spelt}" for spelt in (key.replace("_", "-"), key)))


def description(key: str) -> str:
    """What the schema says of a field."""
    outer, _, inner = key.partition(".")
    field = (PoolingFields if inner else State).model_fields[inner or outer]
    return (field.description or "").replace("%", "%%")


def joined(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments with each option and its value as one, since a value may begin with a minus sign.

    >>> list(joined(["network", "--weight", "-1,0,1", "-o", "a.svg"]))
    ['network', '--weight=-1,0,1', '-o', 'a.svg']
    """
    options = {spelt for key in KEYS for spelt in spellings(key)}
    waiting = iter(arguments)
    for argument in waiting:
        value = next(waiting, None) if argument in options else None
        yield argument if value is None else f"{argument}={value}"


def draw(options: argparse.Namespace) -> None:
    """Draw, and write the picture; what does not fit is a sentence and exit status 2."""
    given = vars(options)
    try:
        figure = figure_of(options.names, {key: given[key] for key in KEYS if given[key] is not None})
        if options.output is None:
            print(figure.svg())
        else:
            figure.save(options.output)
    except Problem as problem:
        places = [f"{error.get('parameter') or 'figure'}: {error['message']}" for error in problem.errors]
        refuse(places or [problem.detail])
    except (ConvolutionError, OSError) as error:
        refuse([str(error)])


def figure_of(names: str, texts: dict[str, str]) -> Figure:
    """The picture of some fields as they are typed. Raises Problem or ConvolutionError for what does not fit."""
    wanted = tuple(names.split(","))
    for name in wanted:
        if name not in FIGURES:
            raise Problem(404, f"There is no figure {name!r}: the figures are {', '.join(FIGURES)}.")
    reading = read([*texts.items(), ("view", names)], Settings())
    scene = fitting_scene(reading)
    return Figure(wanted, scene, look_of(reading))


def refuse(sentences: list[str]) -> None:
    """Say what does not fit, and end with the status of a command that was not understood."""
    for sentence in sentences:
        print(f"convolens figure: {sentence}", file=sys.stderr)
    sys.exit(2)
