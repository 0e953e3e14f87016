"""Convolens: see, step through and call a convolutional layer as the matrix multiplication it is."""

__version__ = "0.1.0"
