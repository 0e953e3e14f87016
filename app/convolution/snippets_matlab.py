"""The calls of MATLAB and Octave, as text of code that shows the pre-activation; without any toolbox."""

import numpy as np

from .arrays import Floats
from .axis import Axis
from .snippets import LONGEST, State, number


def matlab_code(state: State) -> str:
    """conv or conv2 for one channel and one filter, with the mode that pads as the layer does or padded before."""
    mode = direct_mode(state)
    return "\n".join([
        *(f"{name} = {literal(name, array)};" for name, array in (("x", state.maps[0]), ("w", state.kernels[0, 0]))),
        *gaps(state),
        *([] if mode else padding(state)),
        f"z = {call(state)}(x, {kernel(state)}, '{mode or 'valid'}');",
        *taken(state),
        *([] if state.bias is None else [f"z = z + {number(float(state.bias[0]))};"]),
        "disp(z)",
        "",
    ])  # fmt: skip


def literal(name: str, array: Floats) -> str:
    """An array in square brackets, its rows by semicolons.

    >>> literal("x", np.array([[1.0, 2.0], [3.0, 4.0]]))
    '[1 2; 3 4]'
    """
    if array.size > LONGEST:
        return f"load('{name}.txt')"
    rows = array.reshape(-1, array.shape[-1])
    return "[" + "; ".join(" ".join(number(float(value)) for value in row) for row in rows) + "]"


def layout(axis: Axis) -> str:
    """The mode of conv and conv2 that pads as the axis does, or nothing. Their `same` is our same: the odd one last.

    >>> layout(Axis(4, 2, before=1)), layout(Axis(4, 2, after=1))
    ('', 'same')
    """
    found = {
        ((axis.span - 1) // 2, axis.span // 2): "same",
        (axis.span - 1, axis.span - 1): "full",
        (0, 0): "valid",
    }
    return found.get((axis.before, axis.after), "")


def direct_mode(state: State) -> str:
    """The one mode that fits every axis, or nothing."""
    fitting = {layout(axis) for axis in state.plan.axes}
    return fitting.pop() if len(fitting) == 1 and state.zeros else ""


def call(state: State) -> str:
    """The function for one axis or two."""
    return "conv" if len(state.plan.axes) == 1 else "conv2"


def kernel(state: State) -> str:
    """Both functions reverse the kernel, so a cross-correlation reverses it first."""
    if state.plan.reverses:
        return "w"
    return "flip(w)" if len(state.plan.axes) == 1 else "rot90(w, 2)"


def places(parts: list[str]) -> str:
    """An index for each axis in brackets.

    >>> places(["1:2:end", ":"])
    '(1:2:end, :)'
    """
    return "(" + ", ".join(parts) + ")"


def gaps(state: State) -> list[str]:
    """The kernel with zeros in the gaps of its dilation."""
    if not state.dilated:
        return []
    sizes = [1] * (2 - len(state.plan.axes)) + [axis.span for axis in state.plan.axes]
    where = places([f"1:{axis.dilation}:end" for axis in state.plan.axes])
    return [f"gaps = zeros({sizes[0]}, {sizes[1]});", f"gaps{where} = w;", "w = gaps;"]


def padding(state: State) -> list[str]:
    """x padded: zeros round it, or its entries by their index, counted from 1."""
    if not state.padded:
        return []
    if not state.zeros:
        rows = [axis.sources(np.arange(-axis.before, axis.input_size + axis.after)) + 1 for axis in state.plan.axes]
        return [f"x = x{places([str(row.tolist()).replace(',', '') for row in rows])};"]
    sizes = [1] * (2 - len(state.plan.axes)) + [a.before + a.input_size + a.after for a in state.plan.axes]
    inside = places([f"{axis.before + 1}:{axis.before + axis.input_size}" for axis in state.plan.axes])
    return [f"padded = zeros({sizes[0]}, {sizes[1]});", f"padded{inside} = x;", "x = padded;"]


def taken(state: State) -> list[str]:
    """Every s-th output."""
    return [f"z = z{places([f'1:{axis.stride}:end' for axis in state.plan.axes])};"] if state.strided else []
