"""Near-duplicate minutes: character shingles, Jaccard resemblance, MinHash to find candidates, exact confirmation.

A flag asks a person to look; it is never a deduction. Take out texts that must be quoted before comparing.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evaluation.arguments import listed, number, whole
from evaluation.errors import FormatError, ValueRangeError

PERMUTATIONS = 128
MISS_PROBABILITY = 1e-9  # at most this chance that a pair exactly at the threshold is not proposed
ALL_PAIRS_BELOW = 64  # so few texts are compared directly
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HAN_NUMERALS = frozenset("〇〡〢〣〤〥〦〧〨〩〸〹〺")  # Han by script, but numbers by kind: 二〇二四年
PRIME = (1 << 31) - 1  # Mersenne; products of two residues stay inside 64 bits


def shingles(text: str, size: int = 3) -> frozenset[str]:
    """The distinct runs of `size` characters over letters, digits and Han; full-width forms count as half-width.

    A text shorter than `size` is one shingle of its own, an empty one has none.
    """
    size = whole(size, "shingle", 1, "shingle-size")
    if not isinstance(text, str):
        raise FormatError("not-text", f"{text!r} is not text")
    kept = "".join(character for character in text.translate(FULL_WIDTH) if _counts(character))
    if len(kept) < size:
        return frozenset([kept] if kept else [])
    return frozenset(kept[start : start + size] for start in range(len(kept) - size + 1))


def jaccard(a: str, b: str, shingle: int = 3) -> float:
    """Resemblance |A and B| / |A or B| of two texts' shingle sets, 0 to 1; 0 when neither holds any character.

    Source: Broder (1997), On the resemblance and containment of documents.
    """
    return _resemblance(shingles(a, shingle), shingles(b, shingle))


def containment(a: str, b: str, shingle: int = 3) -> float:
    """Share of the smaller text's shingles found in the other, 0 to 1: high where one text was copied into another."""
    left, right = shingles(a, shingle), shingles(b, shingle)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def near_duplicates(texts: Sequence[str], threshold: float, shingle: int = 3) -> list[tuple[int, int, float]]:
    """Pairs (i, j, jaccard) with i < j whose exact resemblance reaches `threshold` (0 < threshold <= 1), in order.

    Candidates come from banded MinHash signatures, whose bands are chosen so that a pair at the threshold is missed
    with a probability below 1e-9; each candidate is then confirmed by its exact resemblance. Texts without any
    counted character resemble nothing.
    """
    if not 0 < number(threshold, "threshold") <= 1:
        raise ValueRangeError("threshold", "a threshold lies above 0 and at most at 1")
    sets = [shingles(text, shingle) for text in listed(texts, "texts")]
    filled = [place for place, one in enumerate(sets) if one]
    found = []
    for i, j in sorted(_candidates(sets, filled, threshold)):
        if min(len(sets[i]), len(sets[j])) / max(len(sets[i]), len(sets[j])) >= threshold:
            resemblance = _resemblance(sets[i], sets[j])
            if resemblance >= threshold:
                found.append((i, j, resemblance))
    return found


def without_quotations(text: str, quotations: Iterable[str]) -> str:
    """The text without the passages everybody must quote (the document studied), longest first."""
    for quotation in sorted(filter(None, quotations), key=len, reverse=True):
        text = text.replace(quotation, " ")
    return text


def signature(one: frozenset[str]) -> NDArray[np.int64]:
    """MinHash signature of a non-empty shingle set: equal entries of two signatures estimate their resemblance."""
    codes = np.array([_code(piece) for piece in one], dtype=np.int64)
    factors, shifts = _permutations()
    return ((codes[None, :] * factors[:, None] + shifts[:, None]) % PRIME).min(axis=1)


def _candidates(sets: list[frozenset[str]], filled: list[int], threshold: float) -> Iterable[tuple[int, int]]:
    rows = _rows_per_band(threshold)
    if len(filled) < ALL_PAIRS_BELOW or rows == 0:
        return combinations(filled, 2)
    signatures = {place: signature(sets[place]) for place in filled}
    pairs: set[tuple[int, int]] = set()
    for start in range(0, PERMUTATIONS - rows + 1, rows):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for place in filled:
            buckets[signatures[place][start : start + rows].tobytes()].append(place)
        for bucket in buckets.values():
            pairs.update(combinations(bucket, 2))
    return pairs


def _rows_per_band(threshold: float) -> int:
    """The longest band that still meets MISS_PROBABILITY (longer bands propose fewer pairs in vain); 0 if none does."""
    for rows in range(PERMUTATIONS, 0, -1):
        if (1 - threshold**rows) ** (PERMUTATIONS // rows) <= MISS_PROBABILITY:
            return rows
    return 0


@cache
def _permutations() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    random = np.random.RandomState(19970611)  # the frozen generator: signatures are the same on every machine
    return (
        random.randint(1, PRIME, PERMUTATIONS).astype(np.int64),
        random.randint(0, PRIME, PERMUTATIONS).astype(np.int64),
    )


def _code(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big") % PRIME


def _resemblance(left: frozenset[str], right: frozenset[str]) -> float:
    shared = len(left & right)
    together = len(left) + len(right) - shared
    return shared / together if together else 0.0


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd" or character in HAN_NUMERALS
