"""Who takes and leaves an office of a Party organisation."""

from datetime import date

from django.db import transaction

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.undo import way_back
from yipanqi.organizations.models import Organization
from yipanqi.people.models import MEMBERS, OFFICES, Affiliation, Appointment, Person, Post
from yipanqi.people.rules import FOR_FULL_MEMBERS, ONE_HOLDER, may_appoint


@transaction.atomic
def appoint(person: Person, *, by, scope, organization: Organization, office: str, from_on: date) -> Appointment:
    """Record that a person takes an office from a day on.

    Raises Refused: 403 not yours to do, 409 the office is taken or held already, 422 the person or the day does not
    fit.
    """
    if sentence := may_appoint(scope, organization, office):
        raise Refused(sentence)
    post, _ = Post.objects.get_or_create(organization_id=organization.pk, office=office)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if sentence := why_not(person, office, from_on):
        raise Refused(sentence, status=422)
    _check_seat(post, person, from_on)
    appointment = Appointment.objects.create(person=person, post=post, from_on=from_on)
    words = f"{person.name} {OFFICES[office]}"
    _record("appointment.made", appointment, organization, by, after=words, on=str(from_on))
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by, scope, until_on: date) -> None:
    """Record that an office was left: ``until_on`` is the first day on which it no longer holds."""
    organization, office = appointment.post.organization, appointment.post.office
    if sentence := may_appoint(scope, organization, office):
        raise Refused(sentence)
    if until_on > today():
        raise Refused("免职日期不能晚于今天", status=422)
    if appointment.from_on and until_on < appointment.from_on:
        raise Refused(f"免职日期不能早于任职日期 {appointment.from_on}", status=422)
    if not Appointment.objects.open().filter(pk=appointment.pk).update(until_on=until_on):
        raise Refused("这个任职刚才已经有人结束了", status=409)
    appointment.until_on = until_on
    words = f"{appointment.person.name} {OFFICES[office]}"
    _record("appointment.ended", appointment, organization, by, before=words, on=str(until_on))


@way_back("people.appointment_made")
@transaction.atomic
def take_appointment_back(*, by, scope, pk: int) -> str:
    """Within the ten seconds of an undo nothing rests on the row yet: it goes."""
    appointment = _find(pk, scope)
    _record("appointment.taken_back", appointment, appointment.post.organization, by, before=_words(appointment))
    appointment.delete()
    return "已撤销，没有任职"


@way_back("people.appointment_ended")
@transaction.atomic
def reopen_appointment(*, by, scope, pk: int) -> str:
    appointment = _find(pk, scope)
    _check_seat(appointment.post, appointment.person, appointment.from_on, besides=pk)
    Appointment.objects.filter(pk=pk).update(until_on=None)
    _record("appointment.reopened", appointment, appointment.post.organization, by, after=_words(appointment))
    return "已撤销，照旧任职"


def why_not(person: Person, office: str, from_on: date) -> str | None:
    """Why this person cannot take this office from that day, as a sentence."""
    if from_on > today():
        return "任职日期不能晚于今天"
    status = (
        Affiliation.objects.filter(person=person, until_on__isnull=True)
        .values_list("political_status", flat=True)
        .first()
    )
    if office in FOR_FULL_MEMBERS and status != "full_member":
        return f"{OFFICES[office]}由正式党员担任"
    if status not in MEMBERS:
        return f"{OFFICES[office]}由党员担任"
    return None


def _check_seat(post: Post, person: Person, from_on: date | None, besides: int | None = None) -> None:
    """Under the lock on the post: nobody twice, one secretary at a time, no row twice on one day."""
    there = list(Appointment.objects.open().filter(post=post).values_list("person_id", "person__name"))
    if any(each == person.pk for each, _ in there):
        raise Refused(f"{person.name}已经是{post.office_label}了", status=409)
    if post.office in ONE_HOLDER and there:
        raise Refused(f"现任{post.office_label}是{there[0][1]}，先结束他的任职", status=409)
    if post.seats and len(there) >= post.seats:
        raise Refused(f"{post.office_label}职数是 {post.seats}，已经满了", status=409)
    before = Appointment.objects.filter(post=post, person=person, from_on=from_on, until_on__isnull=False)
    if before.exclude(pk=besides).exists():
        raise Refused("这一天起的任职已经有一条了", status=409)


def _find(pk: int, scope) -> Appointment:
    appointment = Appointment.objects.select_related("post__organization", "person").filter(pk=pk).first()
    if appointment is None:
        raise Refused("这个任职已经不在了", status=409)
    if sentence := may_appoint(scope, appointment.post.organization, appointment.post.office):
        raise Refused(sentence)
    return appointment


def _words(appointment: Appointment) -> str:
    return f"{appointment.person.name} {appointment.post.office_label}"


def _record(kind: str, appointment: Appointment, organization: Organization, by, **facts) -> None:
    """Told about the organisation, whose committee it changes; the person is named in the facts."""
    journal.record(
        kind, organization, organization=organization.pk, by=by,
        person=appointment.person_id, office=appointment.post.office, **facts,
    )  # fmt: skip
