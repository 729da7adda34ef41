"""Requests a second of two gunicorn processes over HTTP, as the demonstration serves: eight readers at once."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TextIO

SECONDS, READERS = 5.0, 8
PATHS = ("/", "/people/", "/board/", "/board/?view=harmony", "/organizations/")


def main(out: TextIO) -> None:
    with tempfile.TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        from benchmarks.pages import standing

        standing.set_up(Path(folder), "201")
        from benchmarks.pages.table import readers, sign_in

        cookies = [sign_in(reader) for _, reader in readers()]
        with Served(Path(folder)) as port:
            print(f"\ntwo processes, {READERS} readers, {SECONDS:.0f} s each\n{'page':<26}{'requests/s':>12}", file=out)
            for path in PATHS:
                print(f"{path:<26}{rate(port, path, cookies):>12.0f}", file=out, flush=True)


class Served:
    """gunicorn as ``launch.server`` starts it, on a free port."""

    def __init__(self, folder: Path):
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.log = folder / "web.log"

    def __enter__(self) -> int:
        from launch.server import answers, services

        web = services("127.0.0.1", self.port, environment=dict(os.environ), processes=2)[0]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(web.command, env=web.environment, stdout=log, stderr=log)
        while not answers("127.0.0.1", self.port):
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.1)
        return self.port

    def __exit__(self, *reason) -> None:
        self.process.terminate()
        self.process.wait()


def rate(port: int, path: str, cookies: list[str]) -> float:
    """Answers a second; one that is no page is an error."""
    counts = [0] * READERS
    until = time.monotonic() + SECONDS

    def read(at: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            connection.request("GET", path, headers={"Cookie": f"sessionid={cookies[at % len(cookies)]}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            counts[at] += 1

    threads = [threading.Thread(target=read, args=(at,)) for at in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


if __name__ == "__main__":
    main(sys.stdout)
