"""The levels of the house, read from the same contract that import-linter enforces."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "yipanqi"


def levels() -> dict[str, int]:
    """Room -> height; rooms on one height are siblings."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    rows = [[room.strip(" ()") for room in row.split("|")] for row in reversed(contract["layers"])]
    return {room: height for height, row in enumerate(rows) for room in row}


LEVELS = levels()


def may_know(room: str, other: str) -> bool:
    """Whether an arrow from one room to another points down (or stays inside)."""
    return room == other or LEVELS[other] < LEVELS[room]


def room_of(path: Path) -> str:
    """The room a file of the house stands in."""
    return path.relative_to(HOUSE).parts[0]


def files(pattern: str) -> list[Path]:
    """Files of the rooms' own code: tests may look anywhere."""
    return [path for path in sorted(HOUSE.glob(f"*/{pattern}")) if "tests" not in path.relative_to(HOUSE).parts]
