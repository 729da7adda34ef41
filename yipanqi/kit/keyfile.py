"""Keys are made on first use and stay below var/keys, readable by their owner only. No Django in here: settings ask."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(50)) -> str:
    """The key in this file, made now if it is not there: whole or not at all, even when two processes start at once."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(make())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # the other process was faster: its key counts
        finally:
            fresh.unlink()
    return path.read_text()
