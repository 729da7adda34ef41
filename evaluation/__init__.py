"""Evaluation core: scheme and observations in, explained results out. Pure library, no Django.

The public face is listed in docs/algorithms/README.md. Import the module you need
(`from evaluation import weights`); importing this package alone loads neither numpy nor scipy.
"""

# Part of every digest: raise it whenever a published figure may come out differently.
__version__ = "1.0.0"
