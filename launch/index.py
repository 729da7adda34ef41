"""The machine's own package index settings, handed from pip to uv (which does not read them)."""

import ast
import os
import re
import subprocess
from pathlib import Path

# Later sections override earlier ones, as in pip.
SECTIONS = ("global", "install", ":env:")
SETTING = re.compile(r"^(?P<section>[^.=]+)\.(?P<key>[\w-]+)=(?P<value>.*)$")


def uv_environment(python: Path) -> dict[str, str]:
    """The environment for uv that makes it look where pip on this machine looks."""
    said = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    return {**os.environ, **translate(pip_settings(said.stdout))}


def pip_settings(listing: str) -> dict[str, str]:
    """The settings in force from the lines of `pip config list`."""
    by_section: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listing.splitlines():
        if (found := SETTING.match(line)) and found["section"] in by_section:
            by_section[found["section"]][found["key"]] = str(ast.literal_eval(found["value"]))
    return {key: value for section in SECTIONS for key, value in by_section[section].items()}


def translate(settings: dict[str, str]) -> dict[str, str]:
    """pip's settings as uv's environment variables. Any index may offer a file: the hashes decide."""
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
        "trusted-host": "UV_INSECURE_HOST",
    }
    told = {names[key]: " ".join(value.split()) for key, value in settings.items() if key in names}
    if "UV_FIND_LINKS" in told:
        told["UV_FIND_LINKS"] = ",".join(told["UV_FIND_LINKS"].split())
    if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        told["UV_NO_INDEX"] = "1"
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **told}
