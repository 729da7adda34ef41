"""Rules are asked again when something happened that they named, and all of them after an import."""

from django.db import transaction

from yipanqi.kit import journal
from yipanqi.kit.todos import KINDS
from yipanqi.tasks.actions import reconcile


@journal.heard("*")
def follow(event) -> None:
    if event.kind.endswith((".imported", ".withdrawn_batch")):
        # After the commit: the import holds the write lock for no rule, and no rule can undo an import.
        transaction.on_commit(reconcile, robust=True)
        return
    named = [kind.name for kind in KINDS.values() if event.kind in kind.after]
    if named and event.subject_id is not None:
        reconcile(named, only={event.subject_id})
