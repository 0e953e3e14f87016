"""The command `convolens`."""

import argparse
import os
from collections.abc import Sequence

# Several threads of linear algebra on cores that are busy with requests run many times slower than one,
# and NumPy reads this only while it is imported.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with `arguments`, or with those of the command line."""
    options = parser().parse_args(arguments)
    options.run(options)


def parser() -> argparse.ArgumentParser:
    """The command line: one subcommand a task."""
    commands = argparse.ArgumentParser(
        prog="convolens", description="A convolutional layer as the matrix multiplication it is."
    )
    subcommands = commands.add_subparsers(required=True, metavar="COMMAND")
    command = subcommands.add_parser("serve", help="serve the pages and the JSON API")
    command.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="default: $HOST")
    command.add_argument("--port", type=port, default=os.environ.get("PORT", "8000"), help="default: $PORT")
    command.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    command.set_defaults(run=serve)
    return commands


def port(text: str) -> int:
    """A TCP port; raises `argparse.ArgumentTypeError` with a sentence for anything else.

    >>> port("8000")
    8000
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to 65535, not {text!r}")
    return int(text)


def serve(options: argparse.Namespace) -> None:
    """Serve until interrupted."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    import uvicorn  # noqa: PLC0415, since the variables have to be set before NumPy is imported

    uvicorn.run(
        "app.main:app",
        host=options.host,
        port=options.port,
        workers=options.workers,
        server_header=False,
    )


if __name__ == "__main__":
    main()
