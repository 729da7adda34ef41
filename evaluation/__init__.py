"""Evaluation core: scheme and observations in, explained results out. Pure library, no Django.

The public face is listed in docs/algorithms/README.md. Import the module you need
(`from evaluation import weights`); importing this package alone loads neither numpy nor scipy.
"""
