"""inkoopkalender: runs the yearly contracting round of Dutch health insurers.

The rooms and who may look at whom stand in the README; the layers are checked by import-linter.
"""

__version__ = "0.1.0"
