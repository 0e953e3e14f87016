"""The operations, one a file: its fields, its answer, its cost and its worked examples."""

from app.api.operation import Operation
from app.api.operations.connectivity import CONNECTIVITY
from app.api.operations.convolution import CONVOLUTION
from app.api.operations.feature_maps import FEATURE_MAPS
from app.api.operations.framework_code import CODE
from app.api.operations.gradients import GRADIENTS
from app.api.operations.im2col import IM2COL
from app.api.operations.latex import LATEX
from app.api.operations.stack import STACK
from app.api.operations.toeplitz import TOEPLITZ
from app.api.operations.transposed_convolution import TRANSPOSED_CONVOLUTION

OPERATIONS: tuple[Operation, ...] = (
    CONVOLUTION,
    FEATURE_MAPS,
    TOEPLITZ,
    CONNECTIVITY,
    GRADIENTS,
    TRANSPOSED_CONVOLUTION,
    IM2COL,
    STACK,
    CODE,
    LATEX,
)
