"""Names as long as the columns take them: what is made of several is cut, never refused."""

from yipanqi.kit.workbook.models import Batch
from yipanqi.tasks.actions import reconcile
from yipanqi.tasks.models import Todo


def test_an_endless_file_name_does_not_keep_its_to_do_from_being_written(cast):
    uploader = cast.account("party_officer")
    Batch.objects.create(kind="people", name="花名册" * 66, digest="0", size=1, state="ready", uploaded_by=uploader)

    reconcile(["imports.faulty"])
    reconcile(["imports.faulty"])

    todo = Todo.objects.get(kind="imports.faulty")
    assert (todo.title[:8], len(todo.title), todo.dropped_at) == ("看一遍花名册花名", 160, None)
