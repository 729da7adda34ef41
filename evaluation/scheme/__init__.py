"""A scheme: which indicators count, from which value to which, with which weight, on which side.

Schemes are data (a mapping or a YAML file; format in docs/algorithms/score.md) with a closed set of keys and no
expressions. What must not be scored is refused here, naming the rule: a scheme that loads can be run.
"""

from evaluation.scheme.plan import MILLION, Indicator, Scheme, Side, millionths
from evaluation.scheme.reading import from_mapping, load

__all__ = ["MILLION", "Indicator", "Scheme", "Side", "from_mapping", "load", "millionths"]
