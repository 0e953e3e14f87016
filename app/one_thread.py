"""Importing this, before NumPy, makes linear algebra run in one thread.

Several threads of linear algebra on cores that are busy with requests run many times slower than one, and the
libraries read these variables only while they are loaded. Whoever sets one of them has their way.
"""

import os

VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")

for variable in VARIABLES:
    os.environ.setdefault(variable, "1")
