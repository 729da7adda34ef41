"""Where things are: the project, its environment and its state."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"


def state() -> Path:
    """The only folder with state (database, files, keys, logs): `var/`, or what YIPANQI_VAR names."""
    return Path(os.environ.get("YIPANQI_VAR") or ROOT / "var").resolve()


def in_venv(program: str) -> Path:
    """A program of the environment, such as `python` or `gunicorn`."""
    return VENV / ("Scripts" if sys.platform == "win32" else "bin") / program
