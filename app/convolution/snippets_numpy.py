"""The calls of NumPy and SciPy, as text of code that prints the pre-activation."""

from .axis import Axis
from .snippets import LONGEST, State, pairs, steps, written

NUMPY_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
NDIMAGE_MODES = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "grid-wrap"}
EQUATIONS = {1: ("cok,fck->fo", "gcok,gfck->gfo"), 2: ("cyxij,fcij->fyx", "gcyxij,gfcij->gfyx")}
"""Sums over windows and kernels along one axis and two, without groups and with them."""


def numpy_code(state: State) -> str:
    """NumPy: one call where there is one, else windows and einsum."""
    if state.single and len(state.plan.axes) == 1:
        return script(["import numpy as np", "", *line(state)])
    return script([
        "import numpy as np",
        "from numpy.lib.stride_tricks import sliding_window_view",
        "",
        *arrays(state, whole=True),
        *padding(state, 1),
        *windows(state),
        *ending(state),
    ])  # fmt: skip


def scipy_code(state: State) -> str:
    """SciPy: scipy.signal where its padding is ours, scipy.ndimage where padding is span − 1, else padded first."""
    if not state.single:
        return script(["import numpy as np", "from scipy import signal", "", *summed(state)])
    if direct_mode(state):
        imports, call = "signal", signal_call(state, "x", "w", direct_mode(state))
    elif centred(state):
        imports, call = "ndimage", ndimage_call(state)
    else:
        imports, call = "signal", signal_call(state, "x", "w", "valid")
    before = [] if imports == "ndimage" or direct_mode(state) else padding(state, 0)
    code = [f"z = {call}{steps(state.plan.axes, 'stride')}"]
    return script([
        "import numpy as np", f"from scipy import {imports}", "",
        *arrays(state, whole=False), *gaps(state), *before, *code, *ending(state),
    ])  # fmt: skip


def script(lines: list[str]) -> str:
    """Lines as a text that prints z."""
    return "\n".join([*lines, "print(z.tolist())", ""])


def arrays(state: State, whole: bool) -> list[str]:
    """x and w, with all their axes or, for one channel and one filter, the spatial ones only."""
    kernels = state.kernels if whole else state.kernels[0, 0]
    maps = state.maps if whole else state.maps[0]
    found = []
    for name, array in (("x", maps), ("w", kernels)):
        text = (
            f'np.load("{name}.npy")' if array.size > LONGEST else f"np.array({written(array)}, dtype=np.{state.kind})"
        )
        found.append(f"{name} = {text}  # {array.shape}")
    return found


def padding(state: State, leading: int) -> list[str]:
    """x padded, behind some leading axes that are not."""
    if not state.padded:
        return []
    widths = "[" + "(0, 0), " * leading + pairs(state.plan.axes)[1:]
    mode = "" if state.zeros else f', mode="{NUMPY_MODES[state.layer.padding_mode]}"'
    return [f"x = np.pad(x, {widths}{mode})"]


def gaps(state: State) -> list[str]:
    """The kernel with zeros in the gaps of its dilation, along its last axes."""
    if not state.dilated:
        return []
    leading = () if state.single else state.kernels.shape[:2]
    spans = tuple(axis.span for axis in state.plan.axes)
    where = ", ".join(f"::{axis.dilation}" for axis in state.plan.axes)
    return [f"gaps = np.zeros({(*leading, *spans)}, dtype=w.dtype)", f"gaps[..., {where}] = w", "w = gaps"]


def ending(state: State) -> list[str]:
    """The bias added, and the shape that the layer gives."""
    lines = []
    if state.bias is not None and state.single:
        lines.append(f"z = z + {written(state.bias[0])}")
    elif state.bias is not None:
        lines.append(f"z = z + np.reshape({written(state.bias)}, {(-1, *[1] * len(state.plan.axes))})")
    reshaped = state.single and not state.plan.bare
    return [*lines, f"z = z.reshape{state.plan.output_shape}"] if reshaped else lines


def layout(axis: Axis) -> str:
    """The mode of np.convolve, np.correlate and scipy.signal that pads as the axis does, or nothing.

    Their `same` puts the odd padding at the start, which is our same_lower.

    >>> layout(Axis(4, 2, before=1)), layout(Axis(4, 2, after=1)), layout(Axis(4, 3, before=2, after=2))
    ('same', '', 'full')
    """
    found = {(0, 0): "valid", (axis.span - 1, axis.span - 1): "full"}
    if axis.span <= axis.input_size:
        found = {(axis.span // 2, (axis.span - 1) // 2): "same", **found}
    return found.get((axis.before, axis.after), "")


def direct_mode(state: State) -> str:
    """The one mode that fits every axis, or nothing."""
    fitting = {layout(axis) for axis in state.plan.axes}
    if state.zeros and len(fitting) == 1:
        return fitting.pop()
    return ""


def line(state: State) -> list[str]:
    """One kernel along one axis: np.convolve or np.correlate, padded first where no mode of theirs is ours."""
    call = "np.convolve" if state.plan.reverses else "np.correlate"
    mode = direct_mode(state)
    before = [] if mode else padding(state, 0)
    taken = steps(state.plan.axes, "stride")
    code = f'z = {call}(x, w, mode="{mode or "valid"}"){taken}'
    return [*arrays(state, whole=False), *gaps(state), *before, code, *ending(state)]


def windows(state: State) -> list[str]:
    """Any number of channels and axes: every window against every kernel."""
    plan = state.plan
    spans, places = tuple(a.span for a in plan.axes), tuple(range(1, len(plan.axes) + 1))
    slices = ", ".join(f"::{axis.stride}" for axis in plan.axes) + ", "
    slices += ", ".join(f"::{axis.dilation}" for axis in plan.axes)
    taken = f"[:, {slices}]" if state.strided or state.dilated else ""
    flip = [f"w = np.flip(w, {tuple(-1 - i for i in range(len(plan.axes)))})"] if plan.reverses else []
    lines = [*flip, f"windows = sliding_window_view(x, {spans}, axis={places}){taken}"]
    plain, grouped = EQUATIONS[len(plan.axes)]
    if plan.groups == 1:
        lines.append(f'z = np.einsum("{plain}", windows, w)')
    else:
        lines += [
            f"windows = windows.reshape({plan.groups}, {plan.group_inputs}, *windows.shape[1:])",
            f"w = w.reshape({plan.groups}, {plan.group_outputs}, *w.shape[1:])",
            f'z = np.einsum("{grouped}", windows, w)',
            f"z = z.reshape({plan.out_channels}, *z.shape[2:])",
        ]
    return lines if not plan.bare else [*lines, "z = z[0]"]


def centred(state: State) -> bool:
    """Whether scipy.ndimage can do it: as many outputs as inputs at stride 1, so padding of span − 1 in all."""
    return all(axis.before + axis.after == axis.span - 1 for axis in state.plan.axes)


def ndimage_call(state: State) -> str:
    """scipy.ndimage, whose origin 0 is our same_lower for a correlation and our same for a convolution."""
    call = "ndimage.convolve" if state.plan.reverses else "ndimage.correlate"
    origins = [ndimage_origin(axis, state.plan.reverses) for axis in state.plan.axes]
    origin = f", origin={origins}" if any(origins) else ""
    return f'{call}(x, w, mode="{NDIMAGE_MODES[state.layer.padding_mode]}"{origin})'


def ndimage_origin(axis: Axis, reverses: bool) -> int:
    """By how much scipy.ndimage must shift its kernel. A convolution shifts the other way, from one place earlier.

    >>> ndimage_origin(Axis(4, 2, after=1), reverses=False), ndimage_origin(Axis(4, 2, after=1), reverses=True)
    (-1, 0)
    """
    shift = axis.before - axis.span // 2
    return -shift - (axis.span % 2 == 0) if reverses else shift


def signal_call(state: State, x: str, w: str, mode: str) -> str:
    """scipy.signal, computed directly, because a transform would round whole numbers."""
    call = "signal.convolve" if state.plan.reverses else "signal.correlate"
    return f'{call}({x}, {w}, mode="{mode}", method="direct")'


def summed(state: State) -> list[str]:
    """Several channels or filters: one call for each pair, the channels added up."""
    plan = state.plan
    channel = "c" if plan.groups == 1 else f"f // {plan.group_outputs} * {plan.group_inputs} + c"
    call = signal_call(state, f"x[{channel}]", "w[f, c]", "valid")
    return [
        *arrays(state, whole=True),
        *gaps(state),
        *padding(state, 1),
        f"pairs = [[{call} for c in range({plan.group_inputs})] for f in range({plan.out_channels})]",
        f"z = np.sum(pairs, axis=1){steps(plan.axes, 'stride').replace('[::', '[..., ::')}",
        *ending(state),
    ]
