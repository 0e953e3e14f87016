"""Measuring each row in a process of its own, so that no row depends on those before it.

What a process has freed it keeps or gives back, by rules that follow what was freed before: a program that makes
large arrays and lets them go may take half as long again in one process as in another.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def apart(measure: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """What `measure`, a function of a module, finds in a process that does nothing else."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(measure, *given, **named).result()
