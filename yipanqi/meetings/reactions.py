"""What follows in this room when somebody says what a record served."""

from yipanqi.kit import journal
from yipanqi.meetings.todos import UNLINKED
from yipanqi.tasks.actions import reconcile


@journal.heard("agendaitem.linked", "agendaitem.set_apart")
def count_again(event) -> None:
    reconcile([UNLINKED], only={event.organization_id})
