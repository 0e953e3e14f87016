"""The operations, one a file: its fields, its answer, its cost and its worked examples."""

from app.api.operation import Operation
from app.api.operations.connectivity import CONNECTIVITY
from app.api.operations.convolution import CONVOLUTION
from app.api.operations.feature_maps import FEATURE_MAPS
from app.api.operations.gradients import GRADIENTS
from app.api.operations.toeplitz import TOEPLITZ

OPERATIONS: tuple[Operation, ...] = (
    CONVOLUTION,
    FEATURE_MAPS,
    TOEPLITZ,
    CONNECTIVITY,
    GRADIENTS,
)
