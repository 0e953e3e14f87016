"""What schemathesis has to know of this API: archives of arrays, and which refusals of a valid request are right."""

import io

import numpy as np
import schemathesis
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from schemathesis import Case, CheckContext, GenerationMode, Response

from tests.archives import archive

# A schema of single fields cannot say how they fit together. Where a valid request is refused, it is for one of these
# reasons and no other.
MISFITS = {
    "shape": "the shapes of the arrays, and of the options by axis, do not fit one another",
    "padding": "the input or the mode does not allow this padding",
    "option": "an option that does not fit the axes, the channels or the other options",
    "ragged": "the rows of nested lists have different lengths, or stand beside numbers",
    "empty": "a list inside a list has no entries",
    "too-deep": "lists lie deeper in one another than any array",
    "overflow": "finite numbers whose result is not",
    "not-finite": "a number beyond float64, which JSON can write",
    "too-large": "a limit of the service",
    "repeated-parameter": "a field is given in the query and in the body",
    # A query is text, and its schema says no more of an array than that it is one.
    "not-a-number": "a text for an array that holds something else; or a list of something else, deep in a list",
    "not-a-whole-number": "a text of a number by axis that is none",
    "not-a-list": "a text of a list that is one number",
    "not-json": "a text that begins as JSON and does not go on so",
    "missing": "a text of blanks, which is an absent field",
    "not-a-flag": "a flag in capitals or as a number by its text",
    "unknown-field": "an array in an archive that the operation does not take",
    "duplicate-key": "one parameter that a view has too",
}

ARRAYS = arrays(
    st.sampled_from(["<f8", ">f8", "<f4", "<i8", "|u1"]),
    array_shapes(max_dims=4, max_side=4),
    elements={"min_value": 0, "max_value": 9},
)
LAYERS = st.fixed_dictionaries({"input": ARRAYS, "weight": ARRAYS}, optional={"bias": ARRAYS, "upstream": ARRAYS})

schemathesis.openapi.media_type("application/x-npz", LAYERS.map(lambda layer: archive(**layer)))


@schemathesis.deserializer("application/x-npy")
def read_array(context: object, response: Response) -> object:
    """An array as NumPy reads it; its schema is that of bytes."""
    assert np.isfinite(np.load(io.BytesIO(response.content), allow_pickle=False)).all()
    return ""


@schemathesis.check
def refused_only_for_a_declared_reason(context: CheckContext, response: Response, case: Case) -> None:
    """A request that is valid by the schema is answered, or refused for a reason that no schema can state."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE or response.status_code < 400:
        return
    assert response.status_code == 422, response.status_code
    for error in response.json()["errors"]:
        assert error["code"] in MISFITS, error
