"""Pictures that move: at each moment what the still picture of that step is, for at most five seconds, then at rest."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from app import raster
from app.figures import FIGURES, Scene
from app.figures.animation import Run, animated, chosen_steps, film, run
from app.figures.look import Look
from app.figures.sheet import lay_out, picture
from tests.figures.drawing import NAMES, scene

IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
LIGHT = Look("light")
CASES = {
    "the question": (NAMES, {}),
    "full, at rest in the middle": (("sliding", "network", "matrix"), {"padding": "full", "step": 2}),
    "more steps than are shown, resting at one that is not": (
        ("sliding", "network"),
        {"input": list(range(1, 41)), "weight": [1, 2, 3], "step": 3, "highlight": 1},
    ),
    "filters": (("sliding", "network", "matrix"), {"weight": [[5, 6, 7], [1, 0, -1]], "bias": [1, 2]}),
    "two axes": (("sliding", "network", "matrix"), {"input": IMAGE, "weight": [[1, 2], [3, 4]], "padding": "same"}),
    "backward": (("network", "gradients"), {"backward": True}),
}


def drawer(names):
    """How these figures are drawn for a scene."""
    return lambda shown: lay_out({name: FIGURES[name](shown) for name in names})


def run_of(case: str) -> tuple[Run, Scene]:
    """A run and the scene it rests at."""
    names, options = CASES[case]
    shown = scene(**options)
    return run(shown, drawer(names)), shown


def key_frames(text: str) -> dict[str, list[tuple[float, str]]]:
    """What each class does: (per cent, declaration) pairs in order, as the style sheet has them."""
    found = {}
    for name, body in re.findall(r"@keyframes (\w+)\{((?:[^{}]*\{[^}]*\})*)\}", text):
        pairs = re.findall(r"([\d.%,]+)\{([^}]*)\}", body)
        found[name] = [(float(place.rstrip("%")), said) for places, said in pairs for place in places.split(",")]
    return found


def at_moment(text: str, moment: int, moments: int) -> str:
    """The picture as a browser shows it in the middle of a moment, before anything glides on."""
    rules, now = key_frames(text), 100 * (moment + 0.5) / moments
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    tree = ET.fromstring(text)  # noqa: S314  # our own text
    for element in tree.iter():
        for name in element.get("class", "").split():
            if name not in rules:
                continue
            key, value = [said for place, said in rules[name] if place <= now][-1].split(":")
            element.set(key, value.replace("px", "").replace(",", " ") if key == "transform" else value)
    return ET.tostring(tree, encoding="unicode")


def pixels(text: str) -> Image.Image:
    """A picture in pixels."""
    return Image.open(BytesIO(raster.png(text))).convert("RGB")


def differ(one: str, other: str) -> bool:
    """Whether two pictures are to be told apart: more than what two ways to add up a place may differ at an edge."""
    first, second = pixels(one), pixels(other)
    return first.size != second.size or ImageChops.difference(first, second).convert("L").getextrema()[1] > 24


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_each_moment_is_the_still_picture_of_its_step(case):
    """What the key frames make of the one drawing is, pixel by pixel, what is drawn for that step alone."""
    moving, _ = run_of(case)
    text = animated(run_of(case)[0], LIGHT)
    for moment in sorted({0, 1 % moving.steps, moving.steps // 2, moving.steps - 1}):
        assert not differ(at_moment(text, moment, moving.steps), picture(moving.sheets[moment], LIGHT)), moment


@pytest.mark.parametrize("case", CASES)
def test_at_rest_and_without_style_it_is_the_step_of_the_address(case):
    """For converters, under reduced motion, and when the run is over: the attributes say so by themselves."""
    moving, shown = run_of(case)
    still = picture(drawer(CASES[case][0])(shown), LIGHT)
    if moving.sheets[moving.rest].size == drawer(CASES[case][0])(shown).size:
        assert not differ(animated(moving, LIGHT), still)


@pytest.mark.parametrize("case", CASES)
def test_it_runs_once_for_at_most_five_seconds_and_fifteen_steps(case):
    """And at most three steps a second; nothing moves for those who asked for that."""
    moving, shown = run_of(case)
    text = animated(moving, Look("auto"))
    assert moving.steps == min(shown.outputs, 15)
    assert moving.steps * moving.seconds_each <= 5
    assert moving.seconds_each >= 1 / 3
    durations = set(re.findall(r"animation:\w+ ([\d.]+)s", text))
    assert len(durations) == 1
    assert float(durations.pop()) == pytest.approx(moving.steps * moving.seconds_each, rel=1e-5)
    assert "infinite" not in text
    before, _, after = text.partition("@media (prefers-reduced-motion:no-preference){")
    assert "animation" not in before
    assert "animation" in after


@pytest.mark.parametrize("case", CASES)
def test_its_names_are_unique_and_lead_somewhere(case):
    """What differs from step to step has a name for each of its forms."""
    tree = ET.fromstring(animated(run_of(case)[0], LIGHT))  # noqa: S314  # our own text
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert {element.get("href")[1:] for element in tree.iter() if element.get("href")} <= set(names)


def test_the_steps_are_evenly_chosen_with_the_first_and_the_last():
    """Never more than fifteen, never two of them alike, no gap more than one step wider than another."""
    for outputs in range(1, 400):
        steps = chosen_steps(outputs)
        gaps = {after - before for before, after in pairwise(steps)}
        assert (steps[0], steps[-1]) == (0, outputs - 1)
        assert len(steps) == min(outputs, 15)
        assert not gaps or max(gaps) - min(gaps) <= 1


def test_one_output_does_not_move():
    """There is nothing to run through."""
    only = run(scene([1, 2, 3], [5, 6, 7]), drawer(["network"]))
    assert animated(only, LIGHT) == picture(only.sheets[0], LIGHT)


def test_what_all_steps_share_is_drawn_once():
    """Six steps take far less than six pictures: each number of the tape stands there once."""
    moving, shown = run_of("full, at rest in the middle")
    text = animated(moving, LIGHT)
    still = picture(drawer(CASES["full, at rest in the middle"][0])(shown), LIGHT)
    assert len(text) < 2.2 * len(still)


def test_a_gif_shows_the_same_and_ends_where_it_rests():
    """Its frames are the still pictures of the steps; the last one stays."""
    moving, shown = run_of("full, at rest in the middle")
    drawn = film(moving, LIGHT)
    assert drawn.milliseconds == [833] * 7
    animation = Image.open(BytesIO(raster.gif(drawn)))
    assert animation.n_frames == 7
    assert "loop" not in animation.info
    for moment, step in enumerate([0, 1, 2, 3, 4, 5, 2]):
        animation.seek(moment)
        expected = pixels(picture(drawer(CASES["full, at rest in the middle"][0])(replace(shown, step=step)), LIGHT))
        difference = ImageChops.difference(animation.convert("RGB"), expected).convert("L")
        assert sum(difference.histogram()[40:]) < 20
