"""Bulk verbs behind the workbooks of people. The engine calls them in its transaction and records the event."""

from collections.abc import Mapping, Sequence
from typing import Any

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import Dated
from yipanqi.kit.workbook import Row
from yipanqi.kit.workbook.saving import insert_all, update_all
from yipanqi.organizations.models import Organization
from yipanqi.people import roster
from yipanqi.people.models import POLITICAL_STATUS, Affiliation, Appointment, Employment, Person, Post

PERSON_FIELDS = (
    "name", "sex", "born_on", "ethnicity", "education", "staff_kind", "joined_on", "confirmed_on", "phone", "wecom",
    "remark",
)  # fmt: skip
NAME_FIELDS = ("reading", "pinyin", "initials")
WORK, HOME = ("unit", "title", "rank"), ("branch", "political")
_STATUS_OF = {word: status for status, word in POLITICAL_STATUS.items()}


def spell_names(rows: Sequence[Row]) -> None:
    """Readings of new and changed names. Takes the dictionary's time, so it is done before any lock."""
    from yipanqi.people.names import spelled

    for row in rows:
        if row.is_new or "name" in row.changed:
            row.extra["spelled"] = spelled(row["name"])


def enter_people(rows: Sequence[Row]) -> None:
    """New people, changed people, and where they work and belong from today on."""
    known = Person.objects.in_bulk([row.id for row in rows if row.id is not None])
    for row in rows:
        if row.id is not None:
            _fill(known[row.id], row).version += 1
    update_all(known.values(), [*PERSON_FIELDS, *NAME_FIELDS, "version"])
    new = _create([row for row in rows if row.id is None])
    persons = {row.key: new[row["number"]] if row.id is None else row.id for row in rows}
    _begin_facts([row for row in rows if row.is_new], persons)
    _succeed(Employment, [row for row in rows if _touches(row, WORK)], persons, _employment)
    _succeed(Affiliation, [row for row in rows if _touches(row, HOME)], persons, _affiliation)
    moved = [persons[row.key] for row in rows if row.is_new or _touches(row, (*WORK, *HOME))]
    for start in range(0, len(moved), 500):
        roster.keep(Person.objects.filter(pk__in=moved[start : start + 500]))


def enter_appointments(rows: Sequence[Row]) -> None:
    """Appointments with their posts; a known one can only change its end."""
    posts = _posts(rows)
    Appointment.objects.bulk_create(
        [
            Appointment(
                person_id=row.ids["person"],
                post_id=posts[row.ids["organization"], row["office"]],
                from_on=row.get("from_on"),
                until_on=row.get("until_on"),
            )
            for row in rows
            if row.is_new
        ],
        batch_size=500,
    )
    known = Appointment.objects.in_bulk([row.id for row in rows if row.id is not None])
    for row in rows:
        if row.id is not None:
            known[row.id].until_on = row.now("until_on")
    update_all(known.values(), ["until_on"])


def remove_appointments(ids: Sequence[int]) -> None:
    """Take appointments away, and posts nobody ever held besides."""
    appointments = Appointment.objects.filter(pk__in=ids)
    posts = set(appointments.values_list("post_id", flat=True))
    appointments.delete()
    Post.objects.filter(pk__in=posts, appointments__isnull=True).delete()


def seat_heads() -> None:
    """Give every unit the head its register names, from today where somebody else sat there before."""
    units = dict(Organization.objects.exclude(head_number="").values_list("pk", "head_number"))
    persons = dict(
        Person.objects.filter(
            number__in=Organization.objects.exclude(head_number="").values("head_number")
        ).values_list("number", "pk")
    )
    wanted = {unit: persons[number] for unit, number in units.items() if number in persons}
    sitting = {
        each.post.organization_id: each
        for each in Appointment.objects.filter(post__office="head", until_on__isnull=True).select_related("post")
    }
    leaving = [each for unit, each in sitting.items() if unit in wanted and wanted[unit] != each.person_id]
    _close(Appointment, leaving)
    empty = [unit for unit, person in wanted.items() if unit not in sitting or sitting[unit].person_id != person]
    Post.objects.bulk_create(
        [Post(organization_id=unit, office="head", seats=1) for unit in empty], ignore_conflicts=True
    )
    posts = dict(Post.objects.filter(office="head", organization__in=empty).values_list("organization_id", "pk"))
    Appointment.objects.bulk_create(
        [
            Appointment(person_id=wanted[unit], post_id=posts[unit], from_on=today() if unit in sitting else None)
            for unit in empty
        ],
        batch_size=500,
    )


def _fill(person: Person, row: Row) -> Person:
    for name in PERSON_FIELDS:
        if name in row:
            setattr(person, name, row[name])
    for name, value in row.extra.get("spelled", {}).items():
        setattr(person, name, value)
    return person


def _create(rows: Sequence[Row]) -> dict[str, int]:
    """New people, by number their primary keys."""
    names = [*PERSON_FIELDS, *NAME_FIELDS]
    blank = dict.fromkeys(names, "") | dict.fromkeys(("born_on", "joined_on", "confirmed_on"))
    told = (blank | row.values | row.extra.get("spelled", {}) for row in rows)
    insert_all(Person, ["number", *names], [[values["number"], *(values[name] for name in names)] for values in told])
    found: dict[str, int] = {}
    for start in range(0, len(rows), 500):
        numbers = [row["number"] for row in rows[start : start + 500]]
        found |= dict(Person.objects.filter(number__in=numbers).order_by().values_list("number", "pk"))
    return found


def _touches(row: Row, fields: Sequence[str]) -> bool:
    return not row.is_new and not set(fields).isdisjoint(row.changed)


def _begin_facts(rows: Sequence[Row], persons: Mapping[tuple, int]) -> None:
    """What holds of people at their first import began before anyone recorded it."""
    for model, facts_of in ((Employment, _employment), (Affiliation, _affiliation)):
        begun = [(persons[row.key], facts) for row in rows if (facts := facts_of(row))]
        if begun:
            names = list(begun[0][1])
            insert_all(
                model,
                ["person_id", *names],
                [(person, *(_said(facts[name]) for name in names)) for person, facts in begun],
            )


def _employment(row: Row) -> dict[str, Any] | None:
    """Where the person works after the import; None for nowhere."""
    if not row.now("unit"):
        return None
    return {"unit_id": _id(row, "unit"), "title": row.now("title") or "", "rank": row.now("rank") or ""}


def _affiliation(row: Row) -> dict[str, Any] | None:
    if not row.now("branch") and not row.now("political"):
        return None
    words = row.now("political") or ""
    status = _STATUS_OF.get(words, "democratic_party" if words else "")
    return {
        "branch_id": _id(row, "branch"),
        "political_status": status,
        "status_words": "" if words in _STATUS_OF else words,
    }


_STILL = object()  # the workbook does not speak of it: as it is


def _said(value: Any) -> Any:
    return None if value is _STILL else value


def _id(row: Row, name: str) -> Any:
    return row.ids.get(name) if name in row else _STILL


def _succeed(model: type[Dated], rows: Sequence[Row], persons: Mapping[tuple, int], facts_of) -> None:
    """End what held until today and begin what holds from today.

    A fact that began today is corrected in place. A withdrawal takes back the fact it began and reopens the one before.
    """
    day = today()
    held = {each.person_id: each for each in model.objects.open().filter(person__in=[persons[row.key] for row in rows])}
    beginning, corrected, ending = [], [], []
    for row in rows:
        person = persons[row.key]
        open_one, facts = held.get(person), facts_of(row)
        if facts is not None:
            facts = {name: getattr(open_one, name, None) if value is _STILL else value for name, value in facts.items()}
        if open_one is not None and row.is_undo:
            open_one = _before(model, open_one)
        if open_one is not None and facts is not None and (row.is_undo or open_one.from_on == day):
            corrected.append(_set(open_one, facts))
            continue
        if open_one is not None:
            ending.append(open_one)
        if facts is not None:
            beginning.append(model(person_id=person, from_on=None if row.is_undo else day, **facts))
    _close(model, ending)
    update_all(corrected, _columns(model))
    model.objects.bulk_create(beginning, batch_size=500)


def _before(model: type[Dated], open_one) -> Any:
    """The fact that ended when ``open_one`` began, reopened in its place; ``open_one`` itself where there is none."""
    if open_one.from_on is None:
        return open_one
    before = model.objects.filter(person_id=open_one.person_id, until_on=open_one.from_on).first()
    if before is None:
        return open_one
    open_one.delete()
    before.until_on = None
    return before


def _set(fact, values: Mapping[str, Any]):
    for name, value in values.items():
        setattr(fact, name, value)
    return fact


def _columns(model: type[Dated]) -> list[str]:
    return (
        ["unit", "title", "rank", "until_on"]
        if model is Employment
        else ["branch", "political_status", "status_words", "until_on"]
    )


def _close(model: type[Dated], facts: Sequence) -> None:
    """End facts today; one that began today never was."""
    day = today()
    model.objects.filter(pk__in=[each.pk for each in facts if each.from_on == day]).delete()
    lasting = [each for each in facts if each.from_on != day]
    for each in lasting:
        each.until_on = day
    update_all(lasting, ["until_on"])


def _posts(rows: Sequence[Row]) -> dict[tuple[int, str], int]:
    """(organisation, office) -> post, made where it was missing."""
    wanted = {(row.ids["organization"], row["office"]) for row in rows}
    Post.objects.bulk_create(
        [Post(organization_id=organization, office=office) for organization, office in sorted(wanted)],
        ignore_conflicts=True,
    )
    found = Post.objects.filter(organization__in={organization for organization, _ in wanted})
    return {
        (organization, office): pk for organization, office, pk in found.values_list("organization_id", "office", "pk")
    }
