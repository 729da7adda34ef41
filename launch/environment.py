"""The project's own Python environment, made from hashed locks; nothing is done when nothing changed."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from launch.index import uv_environment
from launch.missing import Missing
from launch.places import REQUIREMENTS, ROOT, VENV, in_venv

# The lock files each verb needs, in the order of installation.
DEMO = ("runtime",)
TEST = ("runtime", "test", "effects")
LEAST_DISK = 1_500_000_000  # bytes: the environment and uv's cache with some air


def ensure(*groups: str) -> Path:
    """Python of an environment that holds these groups of packages; raises Missing with a sentence."""
    python = in_venv("python")
    if all(is_installed(group) for group in groups):
        return python
    check_machine()
    with one_at_a_time():
        if not runs(python):
            make_venv()
        wanted = [group for group in groups if not is_installed(group)]
        if wanted:
            say(f"installing {', '.join(wanted)} into {VENV.name} ...")
            install(python, wanted)
            for group in wanted:
                stamp(group).write_text(digest(group))
    return python


def is_installed(group: str) -> bool:
    """Whether the stamp of this group belongs to the lock as it stands now."""
    try:
        return stamp(group).read_text() == digest(group)
    except OSError:
        return False


def stamp(group: str) -> Path:
    """The file that says which lock was installed."""
    return VENV / f"installed-{group}"


def digest(group: str) -> str:
    """What an installation depends on: the lock and the Python that runs it."""
    lock = (REQUIREMENTS / f"{group}.lock").read_bytes()
    return hashlib.sha256(lock + sys.version.encode() + str(VENV).encode()).hexdigest()


def check_machine() -> None:
    """Say early what would otherwise fail in the middle of an installation."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Missing("Python's venv module is missing: install it with 'apt-get install python3-venv' as root.")
    if not os.access(ROOT, os.W_OK):
        raise Missing(f"The folder {ROOT} cannot be written by you: clone the project into a folder of your own.")
    if (free := shutil.disk_usage(ROOT).free) < LEAST_DISK and not VENV.exists():
        raise Missing(f"Only {free // 1_000_000} MB are free on the disk of {ROOT}: free 1.5 GB for the packages.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together install one after the other."""
    import fcntl

    with open(ROOT / ".venv.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def runs(python: Path) -> bool:
    """Whether the environment is there and of the Python that runs now (a copied or outdated one is not)."""
    question = "import sys; print(sys.version, sys.prefix, sep='\\n')"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer == f"{sys.version}\n{VENV}\n"


def make_venv() -> None:
    """A new environment in place of whatever stood there."""
    say(f"making {VENV.name} with Python {sys.version.split()[0]} ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Missing(
            "Python could not make a virtual environment: 'apt-get install python3-venv' as root usually helps; "
            f"it said: {(made.stderr or made.stdout).strip().splitlines()[-1]}"
        )


def install(python: Path, groups: list[str]) -> None:
    """Install by uv (seconds); where uv cannot be had or does not succeed, by pip (half a minute)."""
    locks = [option for group in groups for option in ("-r", str(REQUIREMENTS / f"{group}.lock"))]
    if install_uv(python):
        command = [str(in_venv("uv")), "pip", "install", "--quiet", "--require-hashes", "--python", str(python), *locks]
        if subprocess.run(command, env=uv_environment(python), check=False).returncode == 0:
            return
        say("uv did not succeed; trying pip ...")
    if pip(python, *locks).returncode:
        raise Missing(
            "The packages could not be installed (see above): check the network or this machine's pip settings "
            "('pip config list'), then run the command again."
        )


def install_uv(python: Path) -> bool:
    """Whether uv is in the environment, put there from its own hashed lock if need be."""
    if stamp("bootstrap").exists() and is_installed("bootstrap"):
        return True
    if pip(python, "-r", str(REQUIREMENTS / "bootstrap.lock")).returncode:
        return False
    stamp("bootstrap").write_text(digest("bootstrap"))
    return True


def pip(python: Path, *options: str) -> "subprocess.CompletedProcess[bytes]":
    """Run pip's install with hashes required, its chatter on standard error."""
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        *options,
    ]
    return subprocess.run(command, stdout=sys.stderr, check=False)


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output stays free for what a command prints."""
    print(f"run.py: {sentence}", file=sys.stderr, flush=True)
