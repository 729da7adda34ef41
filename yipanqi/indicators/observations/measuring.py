"""How a unit of measure turns numerator and denominator into a value.

``%`` is a part of a hundred, ``件/万票`` a part of ten thousand, ``比值`` a plain quotient. All else (hours, days,
minutes) is a median or a sum: it has no numerator, and its denominator is the number of cases.
"""

from collections.abc import Iterable
from math import fsum, isclose

QUOTIENTS = {"%": 100, "％": 100, "‰": 1000, "比值": 1, "倍": 1}
PER_TEN_THOUSAND = "/万"
SMALLEST_STEP = 2  # decimals beyond which a figure in a workbook is not rounded any further


def scale(unit: str) -> int | None:
    """What a quotient is multiplied by, or None where the value is no quotient.

    >>> scale("%"), scale("件/万票"), scale("小时")
    (100, 10000, None)
    """
    if unit in QUOTIENTS:
        return QUOTIENTS[unit]
    return 10_000 if PER_TEN_THOUSAND in unit else None


def is_share(unit: str) -> bool:
    """Whether the numerator counts some of the cases in the denominator, so that it cannot be the larger one."""
    factor = scale(unit)
    return factor is not None and factor > 1


def in_words(unit: str) -> str:
    """The formula as people write it: 分子÷分母×100."""
    factor = scale(unit)
    return "分子÷分母" if factor == 1 else f"分子÷分母×{factor}"


def agrees(value: float, numerator: float, denominator: float, unit: str, decimals: int) -> bool:
    """Whether a value equals the quotient as far as its ``decimals`` tell."""
    factor = scale(unit)
    if factor is None or not denominator:
        return True
    step = 10.0 ** -min(decimals, SMALLEST_STEP)
    exact = numerator / denominator * factor
    return abs(value - exact) <= step / 2 * (1 + 1e-9) or isclose(value, exact, rel_tol=1e-9)


def together(parts: Iterable[tuple[float | None, float | None, float | None]], unit: str) -> float | None:
    """One value for several units: (value, numerator, denominator) each; None where nothing was measured.

    Quotients are added above and below the line. Medians cannot be joined exactly: they are averaged by their cases.
    Sums are exact, so that neither order nor Python version shows.
    """
    known = [(value, above, below) for value, above, below in parts if value is not None]
    if len(known) <= 1:
        return known[0][0] if known else None
    factor = scale(unit)
    below = fsum(each[2] or 0 for each in known)
    if factor is not None and below and all(each[1] is not None for each in known):
        return fsum(each[1] or 0 for each in known) / below * factor
    if below:
        return fsum((each[0] or 0) * (each[2] or 0) for each in known) / below
    return fsum(each[0] or 0 for each in known) / len(known)
