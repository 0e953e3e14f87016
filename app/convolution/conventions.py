"""The conventions of other frameworks as data: the call that gives the same numbers, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from .arrays import numbers
from .layer import Layer
from .snippets import State
from .snippets_matlab import matlab_code
from .snippets_numpy import numpy_code, scipy_code
from .snippets_tensors import jax_code, tensorflow_code, torch_code


@dataclass(frozen=True)
class Convention:
    """A framework's way: `code` prints the pre-activation of the layer, or is None where there is no such call.

    `note` says what is different there, or why there is no call; it is empty when there is nothing to say.

    >>> from app.convolution import Layer
    >>> conventions_for(Layer([5, 6, 7]), [1, 2, 3, 4])[-1].note
    'conv and conv2 reverse the kernel.'
    """

    framework: str
    code: str | None
    note: str


@dataclass(frozen=True)
class Framework:
    """A framework: how its code is written, where its own `same` puts an odd padding, and what it calls convolution."""

    name: str
    write: Callable[[State], str]
    same: str
    calls: str


FRAMEWORKS = (
    Framework("NumPy", numpy_code, "same_lower", "np.convolve reverses the kernel, np.correlate does not"),
    Framework(
        "SciPy",
        scipy_code,
        "same_lower",
        "convolve reverses the kernel, correlate does not, in scipy.signal and scipy.ndimage",
    ),
    Framework("PyTorch", torch_code, "same", "conv1d and conv2d do not reverse the kernel"),
    Framework("JAX", jax_code, "same", "lax.conv_general_dilated does not reverse the kernel, jnp.convolve does"),
    Framework("TensorFlow", tensorflow_code, "same", "tf.nn.conv1d and conv2d do not reverse the kernel"),
    Framework("MATLAB/Octave", matlab_code, "same", "conv and conv2 reverse the kernel"),
)

SIDES = {"same": "at the end", "same_lower": "at the start"}


def conventions_for(layer: Layer, input: ArrayLike) -> tuple[Convention, ...]:
    """How each framework computes the layer's pre-activation on this input, in a fixed order.

    The code has the arrays in it (larger ones it loads), needs nothing but its framework, and prints nested lists of
    the shape of the output; MATLAB and Octave show it as a matrix. Raises what `Layer.plan` raises.

    >>> found = conventions_for(Layer([5, 6, 7]), [1, 2, 3, 4])
    >>> print(found[0].code)
    import numpy as np
    <BLANKLINE>
    x = np.array([1, 2, 3, 4], dtype=np.float64)  # (4,)
    w = np.array([5, 6, 7], dtype=np.float64)  # (3,)
    z = np.correlate(x, w, mode="valid")
    print(z.tolist())
    <BLANKLINE>
    >>> [each.framework for each in found]
    ['NumPy', 'SciPy', 'PyTorch', 'JAX', 'TensorFlow', 'MATLAB/Octave']
    """
    values = numbers(input, "input")
    state = State(layer, layer.plan(values.shape), values)
    return tuple(convention(framework, state) for framework in FRAMEWORKS)


def convention(framework: Framework, state: State) -> Convention:
    """One framework's way with a layer on an input."""
    reason = obstacle(framework, state)
    if reason:
        return Convention(framework.name, None, reason)
    said = [f"{framework.calls}."]
    if state.shifted_same:
        said.append(same_note(framework, str(state.layer.padding)))
    return Convention(framework.name, framework.write(state), " ".join(said))


def obstacle(framework: Framework, state: State) -> str:
    """Why a framework has no call for this layer, or nothing."""
    if framework.name == "MATLAB/Octave" and not state.single:
        return "conv and conv2 take one channel and one kernel: call them for each pair and add the channels up."
    return ""


def same_note(framework: Framework, asked: str) -> str:
    """What the framework's own `same` does with an odd padding, against what was asked for.

    >>> same_note(FRAMEWORKS[0], "same")
    'Its own same puts the odd padding at the start; here it is at the end, which is the same matrix shifted by one.'
    """
    own = f"Its own same puts the odd padding {SIDES[framework.same]}"
    if framework.same == asked:
        return f"{own}, as here."
    return f"{own}; here it is {SIDES[asked]}, which is the same matrix shifted by one."
