"""What stands about a person: edits, and the traces of who looked and who took it away."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.people.models import AccessTrace, ExportTrace, Person


def edit_contacts(person: Person, *, by, version: int, phone: str, wecom: str) -> None:
    """The person's own correction. Raises Refused (409) when somebody was faster."""
    _edit(person, by=by, version=version, kind="person.contacts_edited", phone=phone, wecom=wecom)


def edit_remark(person: Person, *, by, version: int, remark: str) -> None:
    """The note on the roster. Raises Refused (409) when somebody was faster."""
    _edit(person, by=by, version=version, kind="person.remark_edited", remark=remark)


@transaction.atomic
def _edit(person: Person, *, by, version: int, kind: str, **values: str) -> None:
    before = {name: getattr(Person.objects.get(pk=person.pk), name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return
    if not Person.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1, **values):
        raise Refused("刚才有人改过这一页，请刷新看最新的情况", status=409)
    # Field names only: the event outlives the person's right to have the old number forgotten.
    journal.record(kind, person, by=by, fields=changed)


def trace_access(person: Person, *, account) -> None:
    """Somebody else opened the political facts: one row a reader and day (D17)."""
    AccessTrace.objects.bulk_create([AccessTrace(person=person, account=account, on=today())], ignore_conflicts=True)


@transaction.atomic
def trace_export(persons: Iterable[int], *, by, page: str, columns: list[str]) -> ExportTrace:
    """These people's data left in a file: each of them finds it on the own page (D17)."""
    trace = ExportTrace.objects.create(account=by, page=page, columns=columns)
    through = ExportTrace.persons.through
    rows = [through(exporttrace_id=trace.pk, person_id=person) for person in persons]
    through.objects.bulk_create(rows, batch_size=2000)
    journal.record("people.exported", by=by, page=page, columns=columns, persons=len(rows), trace=trace.pk)
    return trace
