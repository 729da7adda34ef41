"""`run.py demo`: a whole invented district, running on this machine."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace

from launch import environment, server, supervise
from launch.missing import Missing
from launch.places import ROOT, demo_record, in_venv, state, surroundings

HOST = "127.0.0.1"
STILL_COMING = "  Monthly figures are still coming in, for half a minute or so (logs/figures.log)."
DAY = "2026-11-24"  # when the example workbooks were made
# What the loaded demonstration depends on: when one of these changes, the next start migrates and imports again.
SOURCES = (
    "examples/district/*.xlsx",
    "requirements/runtime.lock",
    "yipanqi/*/migrations/*.py",
    "yipanqi/*/static/**/*",
)


def demo(options: Namespace) -> int:
    """Load the district when it is not loaded yet, serve it, print addresses and sample logins."""
    server.check_port(HOST, options.port)
    environment.ensure(*environment.DEMO)
    if options.reset:
        reset()
    services = server.services(HOST, options.port, environment=on_its_day(), logs=state() / "logs")
    if not is_loaded():
        manage("demo_load", "--without-figures")
        services.append(figures())
    return supervise.run(
        services,
        ready=lambda: server.answers(HOST, options.port),
        announce=lambda: print(welcome(server.address(HOST, options.port)), flush=True),
    )


def reset() -> None:
    """Throw the demonstration away. A state folder that is not a demonstration's is refused."""
    folder = state()
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not demo_record().exists():
        raise Missing(f"{folder} does not hold a demonstration, so it stays as it is: move it away yourself.")
    for name in ("uploads", "files", "logs", "static"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.glob("yipanqi.sqlite3*"):
        path.unlink()
    if os.environ.get("YIPANQI_DATABASE"):  # a server, or a file somewhere else
        manage("flush", "--no-input")
    demo_record().unlink()


def is_loaded() -> bool:
    """Whether everything stands as a load of today's workbooks by today's code would leave it."""
    record = demo_record()
    return record.exists() and has_database() and json.loads(record.read_text("utf-8"))["digest"] == digest()


def figures() -> supervise.Service:
    """The rest of the load, beside the running server: monthly figures and what is reckoned from them."""
    command = [str(in_venv("python")), str(ROOT / "manage.py"), "demo_load", "--digest", digest()]
    log = state() / "logs" / "figures.log"
    return supervise.Service("figures", command, on_its_day(), log, essential=False, once=True)


def on_its_day() -> dict[str, str]:
    """The environment of every child, with the business day of the workbooks unless another one is asked for."""
    return {"YIPANQI_TODAY": DAY} | surroundings()


def has_database() -> bool:
    """Whether the database file is still there (a server's is taken at its word)."""
    return bool(os.environ.get("YIPANQI_DATABASE")) or (state() / "yipanqi.sqlite3").exists()


def manage(*words: str) -> None:
    """Run a management command on the demonstration's day."""
    command = [str(in_venv("python")), str(ROOT / "manage.py"), *words]
    if subprocess.run(command, env=on_its_day(), check=False).returncode:
        raise Missing(f"'manage.py {words[0]}' did not succeed (see above); the demonstration is not complete.")


def digest() -> str:
    """One number for everything the loaded demonstration depends on."""
    total = hashlib.sha256(f"{sys.version} {os.environ.get('YIPANQI_DATABASE', '')}".encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()


def welcome(address: str) -> str:
    """What a person needs to look around: the address, a login of each kind, where the logs are."""
    record = json.loads(demo_record().read_text("utf-8"))
    lines = [
        "",
        f"  一盘棋 · {record['district']}  {address}",
        f"  The business day is fixed to {record['today']}, when the example workbooks were made.",
        *([] if record["digest"] else [STILL_COMING]),
        f"  Password of every sample login: {record['password']}",
        "",
        *(f"  {login['login']:<12}{login['kind']}  {login['name']}，{login['post']}" for login in record["logins"]),
        "",
        f"  State and logs: {state()}   Stop with Ctrl-C.",
    ]
    return "\n".join(lines)
