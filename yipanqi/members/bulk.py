"""Bulk verbs behind the workbooks of admission and dues. The engine calls them in its transaction."""

from collections.abc import Iterator, Sequence

from yipanqi.kit.workbook import Row
from yipanqi.kit.workbook.saving import update_all
from yipanqi.members.course import DATED
from yipanqi.members.models import STEPS, AdmissionCase, AdmissionStep, DuesSummary

DAYS = DATED  # steps that a workbook gives a day for; the fields of its kind have their names
PERSONS = ("mentors", "introducers")
CASE_FIELDS = ("stage", "probation_ends_on", "extended_until", "remark")
DUES_COUNTS = ("due_count", "paid_count", "due_amount", "paid_amount")
DUES_FIELDS = ("month", *DUES_COUNTS)


def enter_admissions(rows: Sequence[Row]) -> None:
    """New and changed cases with the steps the workbook speaks of; a step whose day became blank was not taken."""
    known = AdmissionCase.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _fill_case(known[row.id], row)
            known[row.id].version += 1
    update_all(known.values(), [*CASE_FIELDS, "branch", "version"])
    fresh = [row for row in rows if row.is_new]
    made = AdmissionCase.objects.bulk_create([_fill_case(AdmissionCase(), row) for row in fresh], batch_size=500)
    cases = {id(row): case for row, case in zip(fresh, made, strict=True)}
    cases |= {id(row): known[row.id] for row in rows if not row.is_new}
    _enter_steps([(cases[id(row)], row) for row in rows])


def enter_dues(rows: Sequence[Row]) -> None:
    known = DuesSummary.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _fill_dues(known[row.id], row)
            known[row.id].version += 1
    update_all(known.values(), [*DUES_FIELDS, "organization", "version"])
    DuesSummary.objects.bulk_create([_fill_dues(DuesSummary(), row) for row in rows if row.is_new], batch_size=500)


def _fill_case(case: AdmissionCase, row: Row) -> AdmissionCase:
    for name in CASE_FIELDS:
        if name in row:
            setattr(case, name, row[name])
    if "branch" in row:
        case.branch_id = row.ids["branch"]
    if "person" in row.ids:
        case.person_id = row.ids["person"]
    return case


def _fill_dues(dues: DuesSummary, row: Row) -> DuesSummary:
    for name in DUES_FIELDS:
        if name in row:
            setattr(dues, name, row[name])
    if "organization" in row:
        dues.organization_id = row.ids["organization"]
    return dues


def _enter_steps(entered: Sequence[tuple[AdmissionCase, Row]]) -> None:
    ids = [case.pk for case, _ in entered]
    standing = {(step.case_id, step.step): step for step in AdmissionStep.objects.filter(case__in=ids)}
    wanted = {(case.pk, step): told for case, row in entered for step, told in _said(row)}
    gone = [standing[key].pk for key, told in wanted.items() if not any(told) and key in standing]
    kept = {key: told for key, told in wanted.items() if any(told)}
    for key, (on, hours, _) in kept.items():
        if key in standing:
            standing[key].on_date, standing[key].hours = on, hours
    update_all([standing[key] for key in kept if key in standing], ["on_date", "hours"])
    made = AdmissionStep.objects.bulk_create(
        [
            AdmissionStep(case_id=case, step=step, on_date=on, hours=hours)
            for (case, step), (on, hours, _) in kept.items()
            if (case, step) not in standing
        ],
        batch_size=500,
    )
    standing |= {(step.case_id, step.step): step for step in made}
    AdmissionStep.objects.filter(pk__in=gone).delete()
    _enter_persons({standing[key].pk: persons for key, (_, _, persons) in kept.items() if key[1] in PERSONS})


def _said(row: Row) -> Iterator[tuple[str, tuple]]:
    """(step, (day, hours, ids of persons)) of every step the workbook speaks of."""
    for step in STEPS:
        if step in PERSONS and step in row:
            yield step, (None, None, tuple(row.ids.get(step) or ()))
        elif step == "candidate_training" and ("candidate_training" in row or "training_hours" in row):
            yield step, (row.now("candidate_training"), row.now("training_hours"), ())
        elif step in DAYS and step in row:
            yield step, (row[step], None, ())


def _enter_persons(wanted: dict[int, tuple[int, ...]]) -> None:
    through = AdmissionStep.persons.through
    through.objects.filter(admissionstep__in=wanted).delete()
    through.objects.bulk_create(
        [through(admissionstep_id=step, person_id=person) for step, persons in wanted.items() for person in persons],
        batch_size=500,
    )
