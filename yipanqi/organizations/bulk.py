"""Bulk verbs behind the workbooks of both trees. The engine calls them in its transaction and records the event."""

import re
from collections.abc import Iterable, Sequence

from yipanqi.kit.clock import today
from yipanqi.kit.workbook import Row
from yipanqi.kit.workbook.saving import update_all
from yipanqi.organizations import tree
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization, Term

UNIT_FIELDS = ("name", "kind", "function_group", "founded_on", "head_number", "address")
PARTY_FIELDS = ("name", "kind", "branch_type", "founded_on", "committee_seats")
_STEM = re.compile(r"^中共|(直属)?机关(委员会|党委)$|党总支$|(委员会|党委)$")


def stem(name: str) -> str:
    """The part of a superior's name that its inferiors repeat: 澜港海关 of 澜港海关机关党委."""
    return _STEM.sub("", name)


def enter_units(rows: Sequence[Row]) -> None:
    """New and changed units; moves take effect today."""
    _enter(UNIT, UNIT_FIELDS, rows)


def enter_party_organizations(rows: Sequence[Row]) -> None:
    """New and changed Party organisations with their coverage (from today on) and their current term."""
    ids = _enter(PARTY, PARTY_FIELDS, rows)
    _cover([row for row in rows if "covers" in row and (row.is_new or "covers" in row.changed)], ids)
    _set_terms([row for row in rows if row.is_new or {"elected_on", "term_years", "expires_on"} & {*row.changed}], ids)


def _enter(which: str, fields: Sequence[str], rows: Sequence[Row]) -> dict[str, int]:
    """Place new organisations, change known ones; returns code -> id of all of them."""
    changed = [(row, row.id) for row in rows if row.id is not None]
    known = Organization.objects.in_bulk([id for _, id in changed])
    for row, id in changed:
        _fill(known[id], fields, row).version += 1
    update_all(known.values(), [*fields, "version"])
    new = {row["code"]: _fill(Organization(tree=which, code=row["code"]), fields, row) for row in rows if row.is_new}
    _place(which, new, [row for row in rows if row.is_new])
    _move(which, [(row, known[id]) for row, id in changed if "parent" in row.changed])
    return {each.code: each.pk for each in [*known.values(), *new.values()]}


def _fill(organization: Organization, fields: Iterable[str], row: Row) -> Organization:
    for name in fields:
        if name in row:
            setattr(organization, name, row[name])
    return organization


def _place(which: str, new: dict[str, Organization], rows: Sequence[Row]) -> None:
    outside = {row["parent"] for row in rows if row.get("parent") and row["parent"] not in new}
    parents = {each.code: each for each in Organization.objects.filter(tree=which, code__in=outside)} | new
    tree.place(new.values(), {row["code"]: parents[row["parent"]] if row.get("parent") else None for row in rows})


def _move(which: str, moves: Sequence[tuple[Row, Organization]]) -> None:
    """One move after the other. Where two change places, the one that must make way goes first: as long as the tree
    of the end has no circle, one of those left can always move."""
    waiting = list(moves)
    while waiting:
        codes = {row[name] for row, _ in waiting for name in ("code", "parent")}
        paths = dict(Organization.objects.filter(tree=which, code__in=codes).values_list("code", "path"))
        place = next(
            place for place, (row, _) in enumerate(waiting) if not paths[row["parent"]].startswith(paths[row["code"]])
        )
        row, organization = waiting.pop(place)
        tree.move(organization, Organization.objects.get(tree=which, code=row["parent"]), on=today())


def _cover(rows: Sequence[Row], ids: dict[str, int]) -> None:
    """Bring open coverage in line. What began today never was; a withdrawal reopens what was closed today."""
    day = today()
    held = Coverage.objects.open().filter(party_organization_id__in=[ids[row["code"]] for row in rows])
    open_rows: dict[int, dict[int, Coverage]] = {}
    for each in held:
        open_rows.setdefault(each.party_organization_id, {})[each.unit_id] = each
    new = []
    for row in rows:
        organization = ids[row["code"]]
        now, wanted = open_rows.get(organization, {}), set(row.ids.get("covers", ()))
        for unit, each in now.items():
            if unit not in wanted:
                _close(each, day)
        for unit in wanted - now.keys():
            if not (row.is_undo and _reopen(organization, unit)):
                new.append(
                    Coverage(party_organization_id=organization, unit_id=unit, from_on=None if row.is_new else day)
                )
    Coverage.objects.bulk_create(new, batch_size=500)


def _close(coverage: Coverage, day) -> None:
    if coverage.from_on == day:
        coverage.delete()
    else:
        coverage.until_on = day
        coverage.save(update_fields=["until_on"])


def _reopen(organization: int, unit: int) -> bool:
    closed = Coverage.objects.filter(party_organization_id=organization, unit_id=unit).order_by("-until_on").first()
    if closed is None:
        return False
    closed.until_on = None
    closed.save(update_fields=["until_on"])
    return True


def _set_terms(rows: Sequence[Row], ids: dict[str, int]) -> None:
    """A later election begins a new term; an earlier date corrects the present one."""
    current = {
        term.organization_id: term
        for term in Term.objects.filter(is_current=True, organization_id__in=[ids[row["code"]] for row in rows])
    }
    new: list[Term] = []
    kept: list[Term] = []
    for row in rows:
        organization = ids[row["code"]]
        term, elected = current.get(organization), row.now("elected_on")
        if elected is None and row.now("expires_on") is None:
            continue
        if term is not None and elected and term.elected_on and elected > term.elected_on:
            Term.objects.filter(pk=term.pk).update(is_current=False)
            term = None
        elif term is not None and row.is_undo:
            term = _back_to(term, elected)
        if term is None:
            term = Term(organization_id=organization)
            new.append(term)
        else:
            kept.append(term)
        term.elected_on = term.from_on = elected
        term.years, term.until_on, term.is_current = row.now("term_years"), row.now("expires_on"), True
    Term.objects.bulk_create(new, batch_size=500)
    update_all(kept, ["elected_on", "from_on", "years", "until_on", "is_current"])


def _back_to(term: Term, elected) -> Term:
    """The term before, when a withdrawal takes back the one that followed it."""
    before = Term.objects.filter(organization_id=term.organization_id, elected_on=elected, is_current=False).first()
    if before is None:
        return term
    term.delete()
    return before
