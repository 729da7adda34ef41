"""What follows in this room when another one moves a measure."""

from yipanqi.brands.actions import look_again
from yipanqi.kit import journal


@journal.heard("measure.linked", "measure.set_apart")
def count_loose_ends(event) -> None:
    look_again(event.subject)
