"""The calls of PyTorch, JAX and TensorFlow, as text of code that prints the pre-activation."""

import numpy as np

from .arrays import Floats
from .snippets import LONGEST, State, pairs, written
from .snippets_numpy import NUMPY_MODES

TORCH_MODES = {"reflect": "reflect", "replicate": "replicate", "circular": "circular"}


def torch_code(state: State) -> str:
    """PyTorch: conv1d or conv2d, which have our padding only if it is of zeros and alike on both sides, or 'same'."""
    axes, count = state.plan.axes, len(state.plan.axes)
    same = state.layer.padding == "same" and not state.strided
    alike = all(axis.before == axis.after for axis in axes)
    options = [
        ("stride", tuple(axis.stride for axis in axes), 1),
        ("padding", "same" if same else tuple(axis.before for axis in axes), 0),
        ("dilation", tuple(axis.dilation for axis in axes), 1),
        ("groups", state.plan.groups, 1),
    ]
    first = not state.zeros or not (same or alike)
    if first:
        del options[1]
    said = [f"{name}={value!r}" for name, value, usual in options if value not in (usual, (usual,) * count)]
    bias = [] if state.bias is None else ["b"]
    return script([
        "import torch",
        "import torch.nn.functional as F",
        "",
        *tensors(state, "torch.tensor({}, dtype=torch." + state.kind + ")", "torch.from_numpy({})"),
        *torch_padding(state, first),
        *flipped(state, "w = w.flip({})", [-1 - i for i in range(count)]),
        f"z = F.conv{count}d({', '.join(['x[None]', 'w', *bias, *said])})[0]",
        *(["z = z[0]"] if state.plan.bare else []),
    ], "z.tolist()")  # fmt: skip


def torch_padding(state: State, first: bool) -> list[str]:
    """F.pad, which names the last axis first."""
    if not first or not state.padded:
        return []
    sides = tuple(side for axis in reversed(state.plan.axes) for side in (axis.before, axis.after))
    mode = "" if state.zeros else f', mode="{TORCH_MODES[state.layer.padding_mode]}"'
    return [f"x = F.pad(x[None], {sides}{mode})[0]"]


def jax_code(state: State) -> str:
    """JAX: one call with any padding of zeros, by name where it has one."""
    axes = state.plan.axes
    names = {"same": '"SAME"', "same_lower": '"SAME_LOWER"', "valid": '"VALID"'}
    asked = names.get(str(state.layer.padding), pairs(axes)) if state.zeros else '"VALID"'
    padding = [] if state.zeros else [f"x = jnp.pad(x, [(0, 0), {pairs(axes)[1:]}, mode={mode_of(state)})"]
    options = [f"window_strides={tuple(axis.stride for axis in axes)}", f"padding={asked}"]
    if state.dilated:
        options.append(f"rhs_dilation={tuple(axis.dilation for axis in axes)}")
    if state.plan.groups > 1:
        options.append(f"feature_group_count={state.plan.groups}")
    bias = [] if state.bias is None else [f"z = z + b.reshape({(-1, *[1] * len(axes))})"]
    return script([
        "import jax",
        "import jax.numpy as jnp",
        "",
        'jax.config.update("jax_enable_x64", True)',
        *tensors(state, "jnp.array({}, dtype=jnp." + state.kind + ")", "jnp.asarray({})"),
        *padding,
        *flipped(state, "w = jnp.flip(w, {})", tuple(-1 - i for i in range(len(axes)))),
        f"z = jax.lax.conv_general_dilated(x[None], w, {', '.join(options)})[0]",
        *bias,
        *(["z = z[0]"] if state.plan.bare else []),
    ], "z.tolist()")  # fmt: skip


def mode_of(state: State) -> str:
    """The mode of jnp.pad, which is NumPy's."""
    return f'"{NUMPY_MODES[state.layer.padding_mode]}"'


def tensorflow_code(state: State) -> str:
    """TensorFlow: channels stand last, and the sides are padded before unless 'SAME' or 'VALID' says it all."""
    axes, count = state.plan.axes, len(state.plan.axes)
    stepped = state.strided and state.dilated
    named = state.zeros and state.layer.padding == "same" and not stepped
    said = ['padding="SAME"' if named else 'padding="VALID"']
    if state.dilated:
        said.append(f"dilations={[axis.dilation for axis in axes]}")
    strides = [1 if stepped else axis.stride for axis in axes]
    call = f"tf.nn.conv{count}d({{}}, {{}}, {strides[0] if count == 1 else strides}, {', '.join(said)})"
    bias = [] if state.bias is None else ["z = z + b"]
    return script([
        "import tensorflow as tf",
        "",
        *tensors(state, "tf.constant({}, dtype=tf." + state.kind + ")", "tf.constant({})"),
        f"x = tf.transpose(x, {[*range(1, count + 1), 0]})",
        f"w = tf.transpose(w, {[*range(2, count + 2), 1, 0]})",
        *([] if named else tensorflow_padding(state)),
        *flipped(state, "w = tf.reverse(w, {})", list(range(count))),
        *tensorflow_call(state, call),
        *([f"z = z[{', '.join(f'::{axis.stride}' for axis in axes)}]"] if stepped else []),
        *bias,
        "z = z[..., 0]" if state.plan.bare else f"z = tf.transpose(z, {[count, *range(count)]})",
    ], "z.numpy().tolist()")  # fmt: skip


def tensorflow_call(state: State, call: str) -> list[str]:
    """The call, or one for each group."""
    if state.plan.groups == 1:
        return [f"z = {call.format('x[None]', 'w')}[0]"]
    parts = f"zip(tf.split(x, {state.plan.groups}, -1), tf.split(w, {state.plan.groups}, -1))"
    return [f"z = tf.concat([{call.format('part[None]', 'kernel')}[0] for part, kernel in {parts}], -1)"]


def tensorflow_padding(state: State) -> list[str]:
    """tf.pad for zeros and reflect; it has no other mode of ours, so that the entries are gathered by their index."""
    if not state.padded:
        return []
    if state.layer.padding_mode in ("zeros", "reflect"):
        mode = "" if state.zeros else ', mode="REFLECT"'
        sides = [[axis.before, axis.after] for axis in state.plan.axes]
        return [f"x = tf.pad(x, {[*sides, [0, 0]]}{mode})"]
    found = []
    for place, axis in enumerate(state.plan.axes):
        sources = axis.sources(np.arange(-axis.before, axis.input_size + axis.after)).tolist()
        found.append(f"x = tf.gather(x, {sources}, axis={place})")
    return found


def script(lines: list[str], shown: str) -> str:
    """Lines as a text that prints z."""
    return "\n".join([*lines, f"print({shown})", ""])


def tensors(state: State, made: str, loaded: str) -> list[str]:
    """x as (channels, sizes), w as (filters, channels of a group, taps) and b as (filters,)."""
    found, arrays = [], {"x": state.maps, "w": state.kernels, "b": state.bias}
    for name, array in arrays.items():
        if array is not None:
            found.append(f"{name} = {tensor(name, array, made, loaded)}  # {array.shape}")
    return ["import numpy as np", *found] if any("np.load" in text for text in found) else found


def tensor(name: str, array: Floats, made: str, loaded: str) -> str:
    """One array, written out or loaded."""
    return loaded.format(f'np.load("{name}.npy")') if array.size > LONGEST else made.format(written(array))


def flipped(state: State, call: str, axes: object) -> list[str]:
    """The kernel reversed on every axis, for a convolution."""
    return [call.format(axes)] if state.plan.reverses else []
