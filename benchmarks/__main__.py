"""Print the benchmarks: `python -m benchmarks`, or the names of some: `python -m benchmarks figures`."""

import os

# Set before NumPy is imported, which is why the imports stand below: one thread, as in the service.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import platform
import sys
from importlib import import_module

from benchmarks.report import heading, line

SUBJECTS = ("core", "kernels", "gradients", "matrices", "memory", "json", "figures", "pages", "browser")


def main(wanted: list[str]) -> None:
    """Print the subjects asked for, all of them when none is."""
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; medians of rounds in turns"
    )
    print("the processor's queue (load) was " + ", ".join(f"{each:.1f}" for each in os.getloadavg()))
    print(heading())
    for subject in wanted or SUBJECTS:
        for each in import_module(f"benchmarks.{subject}").rows():
            print(each if isinstance(each, str) else line(each), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
