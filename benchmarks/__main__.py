"""Print the benchmarks: `python -m benchmarks`, or the names of some: `python -m benchmarks figures`."""

import os

# Set before NumPy is imported, which is why the imports stand below: one thread, as in the service.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import platform
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.report import heading, line

SUBJECTS = ("core", "kernels", "gradients", "matrices", "memory", "json", "figures", "pages", "browser")


def main(wanted: list[str]) -> None:
    """Print the subjects asked for, all of them when none is."""
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; medians of rounds in turns"
    )
    print("the processor's queue (load) was " + ", ".join(f"{each:.1f}" for each in os.getloadavg()))
    print(heading())
    began, before = time.monotonic(), taken()
    for subject in wanted or SUBJECTS:
        for each in import_module(f"benchmarks.{subject}").rows():
            print(each if isinstance(each, str) else line(each), flush=True)
    share = (taken() - before) / ((time.monotonic() - began) * (os.cpu_count() or 1))
    print(f"other machines on the same host took {share:.0%} of the processors meanwhile")


def taken() -> float:
    """Seconds that the processors stood still for other machines of their host; 0 where nobody says so.

    Times of the wall are slower in such hours, and their slowest twentieth most of all.
    """
    counts = Path("/proc/stat")
    if not counts.exists():
        return 0.0
    return int(counts.read_text().split()[8]) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(sys.argv[1:])
