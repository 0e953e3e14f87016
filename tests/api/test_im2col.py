"""`/im2col`: the patches as NumPy's windows have them, and their product with the weights."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.api.conftest import Post, both


def test_the_patches_are_the_windows_one_below_the_other(post: Post, get: Post) -> None:
    """NumPy's sliding_window_view of two channels; P · Wᵀ + bias is the output."""
    values = np.arange(24.0).reshape(2, 3, 4)
    kernels = np.array([[[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]], [[[0, 1], [0, 0]], [[0, 0], [0, -1]]]])
    answer = both(post, get, "im2col", input=values.tolist(), weight=kernels.tolist(), bias=[10, 20])
    windows = sliding_window_view(values, (2, 2), axis=(1, 2)).transpose(1, 2, 0, 3, 4).reshape(6, 8)
    assert answer["patches"] == [windows.tolist()]
    assert answer["weights"] == [kernels.reshape(2, 8).tolist()]
    product = windows @ kernels.reshape(2, 8).T + [10, 20]
    assert answer["product"] == product.T.reshape(2, 2, 3).tolist()
    assert answer["output_shape"] == [2, 2, 3]
    assert answer["copies"] == 2


def test_padding_of_zeros_is_written_down_and_no_input(post: Post, get: Post) -> None:
    """0 where the index is −1."""
    answer = both(post, get, "im2col", input=[1, 2, 3], weight=[5, 6, 7], padding="same")
    assert answer["patches"] == [[[0, 1, 2], [1, 2, 3], [2, 3, 0]]]
    assert answer["windows"] == [[[-1, 0, 1], [0, 1, 2], [1, 2, -1]]]


def test_a_convolution_has_its_weights_reversed(post: Post) -> None:
    """In the order of the window; the index says which weight it is."""
    answer = post("im2col", input=[1, 2, 3], weight=[5, 6, 7], operation="convolution").json()
    assert (answer["weights"], answer["weight_index"], answer["product"]) == ([[[7, 6, 5]]], [[[2, 1, 0]]], [34])


def test_each_group_has_its_two_matrices(post: Post, get: Post) -> None:
    """Two channels, each under a filter of its own."""
    answer = both(post, get, "im2col", input=[[1, 2], [3, 4]], weight=[[[1, 1]], [[1, -1]]], groups=2)
    assert answer["patches"] == [[[1, 2]], [[3, 4]]]
    assert answer["windows"] == [[[0, 1]], [[2, 3]]]
    assert answer["weights"] == [[[1, 1]], [[1, -1]]]
    assert answer["weight_index"] == [[[0, 1]], [[2, 3]]]
    assert answer["product"] == [[3], [-1]]
