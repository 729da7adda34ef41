"""The browser and the Chinese fonts that browser tests need."""

import os
import shutil
import subprocess
import sys

from launch.missing import Missing

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def ensure() -> str:
    """The path of Chromium; as root on Debian it is installed with its fonts, else a sentence says how."""
    if not (find() and has_chinese_font()):
        if os.geteuid() or not shutil.which("apt-get"):
            command = f"apt-get install {' '.join(PACKAGES)}"
            raise Missing(f"Browser tests need Chromium and a Chinese font: run '{command}' as root.")
        apt("update")
        apt("install", "--yes", "--no-install-recommends", *PACKAGES)
    if not (path := find()):
        raise Missing("Chromium is still missing after its installation (see above).")
    return path


def find() -> str | None:
    """Chromium as this machine calls it."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether a font of this machine knows Chinese (without one, screenshots and widths mean nothing)."""
    listed = shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(listed and listed.stdout.strip())


def apt(*words: str) -> None:
    """Run apt-get quietly, its chatter on standard error."""
    print(f"run.py: apt-get {' '.join(words)} ...", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *words], env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
