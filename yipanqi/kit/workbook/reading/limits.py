"""How much one import may bring, checked before and while a file is opened."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """``rows`` and ``cells`` count a sheet's used range, ``text`` the characters all its cells show together."""

    file_bytes: int = 30 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    parts: int = 2000
    rows: int = 100_000
    cells: int = 3_000_000
    text: int = 100_000_000
    merges: int = 50_000


LIMITS = Limits()
