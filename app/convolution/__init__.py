"""The numeric core: convolutional layers as ties, from which everything else is derived.

NumPy and the standard library only; usable by itself in a notebook: `from app.convolution import Layer`.
"""

from .activation import ACTIVATIONS
from .axis import PADDING_MODES, PADDING_NAMES, Axis
from .block_equation import in_blocks
from .circular import Theorem, convolution_theorem, eigenvalues, eigenvector, first_column
from .conventions import Convention, conventions_for
from .equation import Equation, equation_for
from .errors import (
    ConvolutionError,
    NotFiniteError,
    OptionError,
    PaddingError,
    ResultOverflowError,
    ShapeError,
    TooLargeError,
)
from .factors import Factors, factor, padding_matrix, shifts, trimmed_rows
from .gradients import Gradients, LearningStep
from .kernels import METHODS
from .layer import OPERATIONS, Layer
from .matrix import Matrix
from .plan import Plan
from .pooling import POOLINGS, Pooling
from .receptive import Field, Reach, projective_field, reach, receptive_field
from .stack import Passage, Stack, StackGradients
from .ties import Counts, Ties
from .trace import Slide, Step
from .transposed import TransposedLayer
from .unrolled import Unrolled

__all__ = [
    "ACTIVATIONS",
    "METHODS",
    "OPERATIONS",
    "PADDING_MODES",
    "PADDING_NAMES",
    "POOLINGS",
    "Axis",
    "Convention",
    "ConvolutionError",
    "Counts",
    "Equation",
    "Factors",
    "Field",
    "Gradients",
    "Layer",
    "LearningStep",
    "Matrix",
    "NotFiniteError",
    "OptionError",
    "PaddingError",
    "Passage",
    "Plan",
    "Pooling",
    "Reach",
    "ResultOverflowError",
    "ShapeError",
    "Slide",
    "Stack",
    "StackGradients",
    "Step",
    "Theorem",
    "Ties",
    "TooLargeError",
    "TransposedLayer",
    "Unrolled",
    "conventions_for",
    "convolution_theorem",
    "eigenvalues",
    "eigenvector",
    "equation_for",
    "factor",
    "first_column",
    "in_blocks",
    "padding_matrix",
    "projective_field",
    "reach",
    "receptive_field",
    "shifts",
    "trimmed_rows",
]
