"""The tests mirror `app/` name for name; `oracles.py` is the slow second opinion."""
