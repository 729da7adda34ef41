"""Django's signing key."""

from pathlib import Path

from yipanqi.kit.keyfile import made_once


def secret_key(var: Path) -> str:
    return made_once(var / "keys" / "secret_key")
