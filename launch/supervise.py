"""Keep a few child processes running together and end them together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

GRACE = 30  # seconds a child gets to finish what it does
LOOK = 0.5  # seconds between two looks at the children
PR_SET_PDEATHSIG = 1  # Linux: prctl(2)


class Stop(Exception):
    """Somebody asked the whole to end (SIGTERM, SIGHUP)."""


class Ended(Exception):
    """A service nothing works without ended by itself; the message holds its last words."""


@dataclass
class Service:
    """One child: its command, where its output goes (None: the terminal), whether all end when it ends.

    `once`: it has one thing to do and is not started again; a failure is told and the others go on.
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path | None = None
    essential: bool = True
    once: bool = False
    is_told: bool = False
    process: "subprocess.Popen[bytes]" = field(init=False, repr=False)
    restart_at: float = 0.0
    pause: float = 1.0

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor, which ends all in order."""
        if self.log:
            self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") if self.log else open(sys.stderr.fileno(), "ab", closefd=False) as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_parent if sys.platform == "linux" else None,
            )

    def is_running(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        """The end of the log, for the person at the terminal."""
        if not self.log:
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-20:])


def end_with_parent() -> None:
    """Ask Linux to end this child when the supervisor dies, even by kill -9: no port stays taken."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(services: Sequence[Service], *, ready: Callable[[], bool], announce: Callable[[], None]) -> int:
    """Run until asked to stop or until an essential service ends; 0 when asked, 1 otherwise.

    The essential ones start first and have the machine to themselves until they are ready; then the others follow.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)
    try:
        _start_until_ready([service for service in services if service.essential], ready)
        announce()
        _start([service for service in services if not service.essential])
        return _watch(services)
    except Ended as ended:
        print(f"run.py: {ended}", file=sys.stderr)
        return 1
    except (Stop, KeyboardInterrupt):
        return 0
    finally:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second signal does not interrupt the ending
        stop(services)


def stop(services: Sequence[Service]) -> None:
    """End all children: ask, wait, insist."""
    services = [service for service in services if hasattr(service, "process")]
    for service in services:
        if service.is_running():
            service.process.terminate()
    until = time.monotonic() + GRACE
    for service in services:
        try:
            service.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            service.process.kill()
            service.process.wait()


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def _start(services: Sequence[Service]) -> None:
    for service in services:
        service.start()


def _start_until_ready(services: Sequence[Service], ready: Callable[[], bool]) -> None:
    _start(services)
    while not ready():
        _check(services)
        time.sleep(LOOK / 10)


def _check(services: Sequence[Service]) -> None:
    """An essential service that ended ends all."""
    for service in services:
        if service.essential and not service.is_running():
            raise Ended(f"{service.name} ended by itself.\n{service.last_words()}")


def _watch(services: Sequence[Service]) -> int:
    while True:
        _check(services)
        for service in services:
            if service.is_running():
                continue
            if service.once:
                _tell_once(service)
            else:
                _restart_when_due(service)
        time.sleep(LOOK)


def _tell_once(service: Service) -> None:
    if service.process.returncode and not service.is_told:
        print(f"run.py: {service.name} did not get done.\n{service.last_words()}", file=sys.stderr)
    service.is_told = True


def _restart_when_due(service: Service) -> None:
    """Start a helper service again, each time after a longer pause (at most half a minute)."""
    now = time.monotonic()
    if not service.restart_at:
        print(f"run.py: {service.name} ended; starting it again in {service.pause:.0f} s.", file=sys.stderr)
        service.restart_at = now + service.pause
    elif now >= service.restart_at:
        service.restart_at = 0.0
        service.pause = min(30.0, service.pause * 2)
        service.start()
