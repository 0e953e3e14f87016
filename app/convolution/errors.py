"""What the core raises: every error says what is wrong, with the numbers, and what would work."""


class ConvolutionError(ValueError):
    """The layer, or what was given to it, does not fit.

    `field` is the name of the layer field the sentence is about (`"weight"`, `"padding"`, …) or None
    when it is about their combination; `code` is a stable word for programs.

    >>> from app.convolution import Layer
    >>> try:
    ...     Layer([5, 6, 7]).forward([1, 2])
    ... except ConvolutionError as fault:
    ...     fault.field, fault.code, str(fault)[:53]
    ('weight', 'shape', 'a kernel that spans 3 does not fit in an input of 2 w')
    """

    code = "does-not-fit"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class ShapeError(ConvolutionError):
    """An array has a shape that the layer cannot read."""

    code = "shape"


class OptionError(ConvolutionError):
    """A stride, dilation, operation, activation or method that does not exist."""

    code = "option"


class PaddingError(ConvolutionError):
    """A padding that the input or its mode does not allow."""

    code = "padding"


class NotFiniteError(ConvolutionError):
    """An array holds NaN or an infinity."""

    code = "not-finite"


class ResultOverflowError(ConvolutionError):
    """Finite numbers were given, but the result is too large for float64."""

    code = "overflow"


class TooLargeError(ConvolutionError):
    """The layer fits, but its result is larger than can be afforded."""

    code = "too-large"
