"""Progress for whoever waits at a terminal: a bar there, plain lines in a log."""

import time
from typing import TextIO

WIDTH = 24
PAUSE = 0.1  # seconds between two drawings of the bar


class Progress:
    """`begin` a task, report its `step`s, `end` it with what came of it."""

    def __init__(self, out: TextIO):
        self.out = out
        self.is_terminal = bool(out.isatty())
        self.name, self.began, self.drawn = "", 0.0, 0.0

    def begin(self, name: str) -> None:
        self.name, self.began, self.drawn = name, time.monotonic(), 0.0
        self.step("", 0, 0)

    def step(self, what: str, done: int = 0, total: int = 0) -> None:
        """How far it is: drawn on a terminal only, and not more often than the eye can follow."""
        if not self.is_terminal or (time.monotonic() - self.drawn < PAUSE and done < total):
            return
        self.drawn = time.monotonic()
        filled = WIDTH * done // total if total else 0
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}]" if total else " " * (WIDTH + 2)
        count = f" {done}/{total}" if total else ""
        self._write(f"\r\x1b[2K  {bar} {self.name} {what}{count}")

    def end(self, outcome: str) -> None:
        seconds = time.monotonic() - self.began
        start = "\r\x1b[2K" if self.is_terminal else ""
        self._write(f"{start}  {self.name}: {outcome} ({seconds:.1f} s)\n")

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
