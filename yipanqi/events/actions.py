"""Writing events and their notices: the recorder behind ``kit.journal``."""

from datetime import timedelta

from django.utils import timezone

from yipanqi.events.models import Event, Notice
from yipanqi.kit import journal
from yipanqi.kit.notices import NOTICES

UNDO_SECONDS = 10
LONGEST = 200  # characters of a notice: names in it may be longer together


@journal.recorder
def record(kind, subject=None, *, organization=None, by=None, facts=None) -> Event:
    """Write one event; its notices wait in the outbox until the time for undo has passed."""
    event = Event.objects.create(
        kind=kind,
        subject_type=subject._meta.concrete_model._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        organization_id=getattr(organization, "pk", organization),
        actor=by,
        facts=facts or {},
    )
    event.subject = subject
    _address_notices(event)
    return event


def _address_notices(event: Event) -> None:
    due = timezone.now() + timedelta(seconds=UNDO_SECONDS)
    for words in NOTICES[event.kind]:
        if notice := words(event):
            Notice.objects.bulk_create(
                Notice(
                    event=event, account_id=account, sentence=notice.sentence[:LONGEST], url=notice.url, send_after=due
                )
                for account in set(notice.accounts) - {event.actor_id}
            )


def withdraw_notices(event: Event) -> int:
    """Take back what has not been shown yet; returns how many."""
    return event.notices.filter(send_after__gt=timezone.now()).update(withdrawn=True)


@journal.teller
def latest(model, ids) -> dict[int, journal.Told]:
    """The latest event of each subject; the system is called by its name where nobody acted."""
    events = (
        Event.objects.filter(subject_type=model._meta.concrete_model._meta.label_lower, subject_id__in=ids)
        .select_related("actor__person")
        .order_by("at", "pk")
    )
    return {
        event.subject_id: journal.Told(event.actor.shown_name if event.actor else "系统", event.at) for event in events
    }
