"""Why a figure is what it is: a tree from the joint level down to each observation, in words and in numbers.

`explain(scores, unit)` explains a scored unit; `result(value)` gives any other result of this library (weights,
TOPSIS, coupling …) the same outer form. Nothing is computed anew: contributions add up to the figure above them.
"""

from evaluation.explain.node import Node, json_text, result
from evaluation.explain.scored import explain

__all__ = ["Node", "explain", "json_text", "result"]
