"""Where things are: the project, its environment and its state."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"


def in_venv(program: str) -> Path:
    """A program of the environment, such as `python` or `gunicorn`."""
    return VENV / ("Scripts" if sys.platform == "win32" else "bin") / program


def state() -> Path:
    """The only folder with state (database, files, keys, logs): `var/`, or what YIPANQI_VAR names."""
    return Path(os.environ.get("YIPANQI_VAR") or ROOT / "var").resolve()


def demo_record() -> Path:
    """The file that marks a state folder as the demonstration's; `manage.py demo_load` writes it."""
    return state() / "demo.json"


def surroundings(**more: str) -> dict[str, str]:
    """The environment variables of every child; in a demonstration also the day its workbooks were made."""
    variables = {**os.environ, "PYTHONUTF8": "1", "YIPANQI_VAR": str(state())}
    if demo_record().exists():
        variables.setdefault("YIPANQI_TODAY", json.loads(demo_record().read_text("utf-8"))["today"])
    return {**variables, **more}
