"""How far a run has come, for whoever waits; and the point at which a worker learns that it was given up."""

import time

from django.utils import timezone

from yipanqi.assessment.models import Run


class GivenUp(Exception):
    """Somebody cancelled the run or began it anew."""


class Heartbeat:
    """Writes step and counts into the run's row, at most once a second. Not to be called inside a transaction."""

    def __init__(self, run: Run):
        self.run = run
        self.step, self.written = "", 0.0

    def beat(self, step: str, done: int = 0, total: int = 0) -> None:
        """Raises GivenUp when the run is no longer this worker's."""
        if step == self.step and time.monotonic() - self.written < 1:
            return
        self.step, self.written = step, time.monotonic()
        mine = Run.objects.filter(pk=self.run.pk, attempt=self.run.attempt, state="running")
        if not mine.update(step=step, done_count=done, total_count=total, beat_at=timezone.now()):
            raise GivenUp
