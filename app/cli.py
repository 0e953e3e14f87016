"""The command `convolens`."""

import argparse
import os
import sys
from collections.abc import Sequence

from app import one_thread  # noqa: F401, since importing it is what sets the variables
from app.draw import add_arguments, draw, joined
from app.export import add_arguments as add_export_arguments
from app.export import export
from app.serving import serve
from app.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with `arguments`, or with those of the command line."""
    options = parser().parse_args(list(joined(sys.argv[1:] if arguments is None else arguments)))
    options.run(options)


def parser() -> argparse.ArgumentParser:
    """The command line: one subcommand a task."""
    commands = argparse.ArgumentParser(
        prog="convolens", description="A convolutional layer as the matrix multiplication it is."
    )
    subcommands = commands.add_subparsers(required=True, metavar="COMMAND")
    command = subcommands.add_parser("serve", help="serve the pages and the JSON API")
    command.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="default: $HOST, or 127.0.0.1")
    command.add_argument("--port", type=port, default=os.environ.get("PORT", "8000"), help="default: $PORT, or 8000")
    command.add_argument(
        "--workers",
        type=workers,
        default=os.environ.get("WORKERS", "1"),
        help="processes, one for each core that may be used (default: $WORKERS, or 1)",
    )
    command.set_defaults(run=lambda options: serve(options.host, options.port, options.workers, Settings()))
    command = subcommands.add_parser("figure", help="draw a picture of a layer")
    add_arguments(command)
    command.set_defaults(run=draw)
    command = subcommands.add_parser("export", help="write states into a folder for a static host")
    add_export_arguments(command)
    command.set_defaults(run=export)
    return commands


def port(text: str) -> int:
    """A TCP port; raises `argparse.ArgumentTypeError` with a sentence for anything else.

    >>> port("8000")
    8000
    """
    return whole_number(text, "a port", 0, 65535)


def workers(text: str) -> int:
    """A number of processes; raises `argparse.ArgumentTypeError` with a sentence for anything else.

    >>> workers("2")
    2
    """
    return whole_number(text, "the number of workers", 1, 256)


def whole_number(text: str, what: str, least: int, most: int) -> int:
    """A whole number between two others, both included."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{what} is a whole number from {least} to {most}, not {text!r}")
    return int(text)


if __name__ == "__main__":
    main()
