"""The web server and its worker, and whether they answer."""

import os
import socket
import urllib.error
import urllib.request
from pathlib import Path

from launch.missing import Missing
from launch.places import ROOT, in_venv
from launch.supervise import Service

# This machine's proxy settings are not for its own addresses.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def check_port(host: str, port: int) -> None:
    """Refuse a port somebody else listens on before anything is installed or loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Missing(
                f"Port {port} on {host} cannot be used ({error.strerror}): "
                "stop what listens there or choose another with --port."
            ) from None


def services(
    host: str, port: int, *, environment: dict[str, str], logs: Path | None = None, processes: int = 2
) -> list[Service]:
    """Web and one worker; each writes its log into `logs`, or to the terminal when that is None."""
    web = [
        str(in_venv("gunicorn")), "yipanqi.web.wsgi:application",
        "--chdir", str(ROOT), "--config", str(ROOT / "deploy" / "gunicorn.py"),
        "--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(processes), "--threads", "4",
        "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",
        "--max-requests", "20000", "--max-requests-jitter", "2000",
        "--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "15",
        "--preload", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    worker = [str(in_venv("python")), str(ROOT / "manage.py"), "db_worker", "--interval", "1"]
    return [
        Service("web", web, environment, logs and logs / "web.log"),
        Service("worker", worker, environment, logs and logs / "worker.log", essential=False),
    ]


def answers(host: str, port: int) -> bool:
    """Whether the server says it is ready (database there, migrations applied)."""
    try:
        with DIRECTLY.open(f"{address(host, port)}readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def address(host: str, port: int) -> str:
    """Where a person on this machine finds the server."""
    name = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"
