"""Paths in a tree: fixed-width base-36 ids from the root.

Digits and capital letters sort alike under C and ICU collations, so a subtree is the range ``[p, following(p))`` on
every database. A path is never reused: an old fact would then point at a stranger.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 4


def encode(number: int) -> str:
    """A number from 1 to 36**4 - 1 as one step of a path."""
    if not 0 < number < 36**WIDTH:
        raise ValueError(f"{number} does not fit one step of a path")
    step = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        step = DIGITS[digit] + step
    return step


def decode(step: str) -> int:
    return int(step, 36)


def child(parent: str, number: int) -> str:
    return parent + encode(number)


def parent(path: str) -> str:
    return path[:-WIDTH]


def ancestors(path: str) -> list[str]:
    """Paths from the root down to the path itself."""
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]


def following(path: str) -> str:
    """The smallest string greater than every path below: ``following("000Z") == "0010"``."""
    number = decode(path[-WIDTH:]) + 1
    if number == 36**WIDTH:
        return path[:-WIDTH] + "[" * WIDTH  # "[" sorts after "Z"
    return path[:-WIDTH] + encode(number)


def merge(given: list[str]) -> list[str]:
    """Paths without those that lie below another of them, sorted: the fewest ranges that cover the same nodes."""
    kept: list[str] = []
    for path in sorted(set(given)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept
