"""Drawings without numbers: they follow the shapes of a layer, whatever its numbers, and are kept within bounds."""

from dataclasses import replace

import numpy as np
import pytest

from app.convolution import Layer
from app.figures import FIGURES, Scene, im2col, matrix, network
from app.figures.bare import DRAWINGS
from app.figures.unrolled import Unrolling

rng = np.random.default_rng(5)


def scene(inputs, taps, scale=1.0, step=0, **options):
    """A layer with numbers of some size."""
    layer = Layer(scale * rng.normal(size=taps), scale * rng.normal(size=1), **options)
    return Scene(layer, scale * rng.normal(size=inputs), step=step)


LARGE = [(200, 31, {}), (200, 31, {"stride": 2}), (150, 25, {"padding": "full", "operation": "convolution"})]


@pytest.mark.parametrize(("inputs", "taps", "options"), LARGE)
@pytest.mark.parametrize("name", ["network", "matrix"])
def test_a_drawing_without_numbers_is_the_same_for_all_numbers(name, inputs, taps, options):
    """And as it would be drawn for these very numbers, at the first step and at another."""
    for step in (0, 7):
        one, other = (scene(inputs, taps, scale, step, **options) for scale in (1.0, 1e9))
        drawn = network.drawn(network.find_net(one)) if name == "network" else matrix.drawn(one, narrow=False)
        assert FIGURES[name](one) == FIGURES[name](other) == drawn


def test_layers_of_other_shapes_or_options_are_drawn_by_themselves():
    """Whatever a drawing may depend on tells it from the others."""
    scenes = [scene(200, 31), scene(201, 31), scene(200, 30), scene(200, 31, step=1)]
    scenes += [scene(200, 31, **{name: value}) for name, value in [("stride", 2), ("dilation", 2), ("padding", "same")]]
    assert len({network.draw(each) for each in scenes}) == len(scenes)


def test_numbers_that_have_no_room_are_left_out_where_zeros_would_have_it():
    """Whether there is room depends on the numbers, so zeros must not decide it."""
    zeros, long = (network.find_net(scene(40, 16, scale)) for scale in (0.0, 1e-3))
    assert (zeros.columns.digits, long.columns.digits) == (True, False)
    assert network.draw(long.scene) == network.drawn(long)


def test_patches_without_numbers_follow_the_input_and_no_other_number():
    """The shades of x are the same under all weights, and others for another x."""
    first, second = (scene(100, 9) for _ in range(2))
    same_input = replace(second, input=first.input)
    drawn = [im2col.patches(Unrolling(each, 0)) for each in (first, same_input, second)]
    assert drawn[0] == drawn[1] == im2col.shaded(Unrolling(first, 0))
    assert drawn[2] == im2col.shaded(Unrolling(second, 0)) != drawn[0]


def test_no_more_is_kept_than_was_said():
    """The drawings of fifty steps are more than are kept."""
    for step in range(50):
        network.draw(scene(512, 31, step=step))
    lengths = [length for _, length in DRAWINGS.values.values()]
    assert 5 < len(lengths) < 50
    assert DRAWINGS.length == sum(lengths) <= DRAWINGS.most
