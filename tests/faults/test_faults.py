"""The service as a process: loaded, killed, stopped, dropped. The long runs do the same with larger numbers."""

import os
import signal

import numpy as np
import pytest

from tests.faults import runs
from tests.faults.service import lives, service, wait_until

pytestmark = pytest.mark.faults


def test_mixed_requests_of_many_clients_are_all_answered_rightly() -> None:
    """Two workers, 64 clients: nothing lost, nothing wrong, nothing refused."""
    ours, echoes = runs.mixed(1_500)
    assert ours.wrong == []
    assert ours.lost == echoes.lost == []
    assert ours.answered == 1_500


def test_a_killed_worker_loses_only_what_it_held_and_is_replaced() -> None:
    """At most one request for each of its connections; the other worker goes on."""
    kills, load = runs.killings(2)
    assert load.wrong == []
    for kill in kills:
        assert kill.lost <= kill.held
    assert len(load.lost) == sum(kill.lost for kill in kills)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_that_is_told_to_stop_loses_nothing(workers: int) -> None:
    """Whatever was accepted is answered, then the port is closed and the process ends as it was told to."""
    stop = runs.stop_under_load(workers)
    assert stop.load.lost == []
    assert stop.load.wrong == []
    assert stop.status in (0, -signal.SIGTERM)


def test_dropped_requests_leave_nothing_behind() -> None:
    """No file, no thread: every tenth client hangs up before, within or after its request."""
    held = runs.leaks(1_000, looks=4)
    assert held.load.wrong == []
    assert held.load.lost == []
    assert max(held.files) <= held.files[0] + 2
    assert max(held.threads) <= held.threads[0] + 2


def test_workers_end_when_their_parent_is_killed() -> None:
    """An orphan would keep the port."""
    with service(workers=2) as running:
        workers = running.workers()
        running.signal(signal.SIGKILL)
        wait_until(lambda: not any(map(lives, workers)), "the workers end")


def test_a_worker_has_one_thread_until_there_is_work() -> None:
    """Linear algebra starts none of its own, on however many cores."""
    with service() as running:
        (worker,) = running.workers()
        assert len(os.listdir(f"/proc/{worker}/task")) == 1  # noqa: PTH208, it is /proc


@pytest.mark.timing
def test_the_service_says_that_it_lives_while_every_place_is_taken() -> None:
    """Within 50 ms at the 99th percentile, 150 ms at most, while two threads compute and the queue is full."""
    lives = runs.live_while_busy(5)
    assert lives.refused > 0
    assert len(lives.busy) > 100
    assert np.percentile(lives.busy, 99) <= 0.050
    assert max(lives.busy) <= 0.150
