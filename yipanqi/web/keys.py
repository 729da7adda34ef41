"""Keys are made on first start and stay below var/keys, readable by their owner only."""

import os
import secrets
from pathlib import Path


def secret_key(var: Path) -> str:
    """Django's signing key; made once, even when two processes start at the same moment."""
    path = var / "keys" / "secret_key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
