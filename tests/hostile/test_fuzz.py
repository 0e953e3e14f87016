"""Mutated bodies, hundreds of thousands of them: only documented answers, whatever the bytes."""

import random
from collections import Counter

import pytest

from app.main import create_app
from app.settings import Settings
from tests.calling import Answer, Caller
from tests.hostile.mutation import NPZ, mutated, mutated_archive, seeds
from tests.hostile.test_hostile import GOOD, check_problem

DOCUMENTED = (200, 400, 422)
SHARES = 40


def check_answer(answer: Answer) -> None:
    """An answer in JSON, which holds numbers only, or a problem."""
    assert answer.status in DOCUMENTED, answer.text[:500]
    if answer.status != 200:
        return check_problem(answer)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()
    return None


def fuzz(seed: int, bodies: int) -> Counter[int]:
    """The statuses of so many mutated bodies; each seed mutates in a way of its own, the same each time."""
    chance = random.Random(seed)  # noqa: S311, since nothing here is secret
    caller = Caller(create_app(Settings()))
    requests, statuses = seeds(), Counter[int]()
    others = [body for _, _, body in requests]
    for _ in range(bodies):
        path, media, body = chance.choice(requests)
        inside = media == NPZ and chance.random() < 0.5
        body = mutated_archive(others, chance) if inside else mutated(body, others, chance)
        answer = caller.ask("POST", path, [("Content-Type", media)], body)
        try:
            check_answer(answer)
        except AssertionError as fault:
            raise AssertionError(f"POST {path} {media} {body!r}: {fault}") from fault
        statuses[answer.status] += 1
    assert caller.ask("GET", GOOD).json()["output"] == [38, 56]
    caller.close()
    return statuses


def test_no_mutated_body_gets_an_undocumented_answer() -> None:
    """A few thousand, and every kind of answer among them: the mutations are neither harmless nor all deadly."""
    assert min(fuzz(0, 3_000)[status] for status in DOCUMENTED) > 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, SHARES + 1))
def test_no_body_of_a_million_gets_an_undocumented_answer(seed: int) -> None:
    """In shares, so that they run side by side."""
    print(fuzz(seed, 1_000_000 // SHARES))  # noqa: T201, since how many of which there were belongs into the log
