"""Single arguments as callers hand them in: a number, a whole number, a seed. What is neither is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf
from numbers import Complex, Real
from typing import Any

from evaluation.errors import FormatError, ValueRangeError

LARGEST_SEED = 2**32 - 1


def number(value: Any, what: str) -> float:
    """A finite number, or NaN for a missing one: whoever asked checks the range and so refuses NaN, too.

    Raises FormatError for what is no single number and ValueRangeError for an infinite one.
    """
    if isinstance(value, Complex) and not isinstance(value, Real):  # numpy would only warn and drop a part of it
        raise FormatError("not-a-number", f"{what} is {value!r}, a complex number")
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        raise FormatError("not-a-number", f"{what} is {value!r}, not a number") from None
    if isinf(result):
        raise ValueRangeError("not-finite", f"{what} is infinite")
    return result


def whole(value: Any, what: str, least: int = 0, code: str | None = None) -> int:
    """A whole number of at least `least`; 2000.0 is one, 2.5 and "many" are not. Errors carry `code`."""
    result = number(value, what)
    if not result >= least or not result.is_integer():
        raise ValueRangeError(code or f"bad-{what}", f"{what} {value} is not a whole number of {least} or more")
    return int(result)


def seed(value: Any) -> int:
    """The seed of the frozen generator: a whole number in 32 bits. None would draw differently each time."""
    result = whole(value, "seed")
    if result > LARGEST_SEED:
        raise ValueRangeError("bad-seed", f"seed {value} is above {LARGEST_SEED}")
    return result


def listed(values: Any, what: str) -> list[Any]:
    """The entries of a list, tuple, array or the like, whatever they are; text and single values are refused."""
    try:
        if not isinstance(values, str | bytes | Mapping):
            return list(values)
    except TypeError:
        pass
    raise FormatError("not-a-list", f"{what} is {values!r}, not a list")


def share(value: Any, what: str) -> float:
    """A number strictly between 0 and 1, as the probability of an interval."""
    result = number(value, what)
    if not 0 < result < 1:
        raise ValueRangeError(f"bad-{what}", f"{what} {value} is not between 0 and 1")
    return result
