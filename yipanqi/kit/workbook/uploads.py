"""Where an uploaded workbook waits: below ``var/uploads``, named by its SHA-256, for the engine's eyes only.

It goes as soon as its batch is read and no other waits for it, for workbooks may hold identity numbers.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def store(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep the pieces as one file; returns (digest, size in bytes)."""
    folder = _folder()
    digest, size = hashlib.sha256(), 0
    handle, waiting = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    os.replace(waiting, folder / digest.hexdigest())
    return digest.hexdigest(), size


def load(digest: str) -> bytes:
    """The content. Raises FileNotFoundError once it has been discarded."""
    return (_folder() / digest).read_bytes()


def discard(digest: str) -> None:
    (_folder() / digest).unlink(missing_ok=True)


def is_kept(digest: str) -> bool:
    return (_folder() / digest).exists()


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
