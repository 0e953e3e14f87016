"""Keeping freed memory for the next request.

glibc gives every array above 128 kB back to the kernel, which hands it out again page by page, filled with zeros:
for 100,000 numbers that takes several times as long as the layer (mallopt(3)).
"""

import ctypes

# The names of mallopt(3). The first is the largest that glibc takes.
M_MMAP_THRESHOLD, MMAP_THRESHOLD = -3, 32 * 2**20
M_TRIM_THRESHOLD, TRIM_THRESHOLD = -1, 64 * 2**20


def keep_freed_memory() -> bool:
    """Keep up to 64 MB that were freed; False where the C library has no such setting, and all is as it was."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD) and mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD))
