"""Verbs that change the trees and the threads between them: subject first, the actor is ``by=``.

Every verb checks, changes and records in one transaction and raises ``Refused`` with a sentence for the user: 403 when
the person may not, 422 when a day or a choice does not fit. Rooms above may object to a change by a reaction that
raises ``Refused``: nothing is then changed.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from yipanqi.kit import clock, journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.datewords import day as words_of
from yipanqi.organizations import rules, tree
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization, PartyOrganization, Term, Unit

TERM_YEARS = (3, 5)


@transaction.atomic
def cover(organization: Organization, unit: Organization, *, on: date, by, scope) -> Coverage:
    """Let a Party organisation cover a unit from a day on, today or earlier."""
    _allowed(organization, scope)
    if organization.tree != PARTY or unit.tree != UNIT:
        raise Refused("覆盖是党组织对机构的，选反了", status=422)
    _one_at_a_time(organization)
    _within_life(organization, on)
    _within_life(unit, on)
    same = Coverage.objects.select_for_update().filter(party_organization_id=organization.pk, unit_id=unit.pk)
    if overlapping := same.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).first():
        raise Refused(_overlap(organization, unit, overlapping), status=422)
    coverage = Coverage.objects.create(party_organization_id=organization.pk, unit_id=unit.pk, from_on=on)
    _record("coverage.added", coverage, by=by, since=on.isoformat())
    return coverage


@transaction.atomic
def uncover(coverage: Coverage, *, on: date, by, scope) -> Coverage:
    """End a coverage: ``on`` is the first day on which it no longer holds."""
    coverage = Coverage.objects.select_for_update().select_related("party_organization", "unit").get(pk=coverage.pk)
    _allowed(coverage.party_organization, scope)
    if coverage.until_on is not None:
        raise Refused("这一处覆盖已经停了", status=409)
    if on > clock.today():
        raise Refused("日期不能晚于今天", status=422)
    if coverage.from_on is not None and on <= coverage.from_on:
        raise Refused(f"停止的日期要晚于开始的 {words_of(coverage.from_on)}", status=422)
    coverage.until_on = on
    coverage.save(update_fields=["until_on"])
    _record("coverage.ended", coverage, by=by, until=on.isoformat())
    return coverage


@transaction.atomic
def found(organization: Organization, *, parent: Organization, on: date, by, scope, units=()) -> Organization:
    """Set up a new Party organisation below another, covering ``units`` from the same day."""
    _allowed(parent, scope)
    parent = Organization.objects.select_for_update().get(pk=parent.pk)
    _may_have_some_below(parent)
    _within_life(parent, on)
    if Organization.objects.filter(tree=PARTY, code__iexact=organization.code).exists():
        raise Refused(f"代码 {organization.code} 已经有党组织在用", status=422)
    organization.founded_on = on
    tree.place([organization], {organization.code: parent}, on=on)
    journal.record("organization.founded", organization, organization=organization, by=by, on=on.isoformat())
    for unit in units:
        cover(organization, unit, on=on, by=by, scope=scope)
    return organization


@transaction.atomic
def dissolve(organization: Organization, *, on: date, by, scope) -> Organization:
    """End an organisation of the Party tree with its coverage; what still hangs on it must have been moved before."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    _allowed(organization, scope)
    _within_life(organization, on)
    below = Organization.objects.below(organization.path).standing().exclude(pk=organization.pk).count()
    if below:
        raise Refused(f"下面还有 {below} 个党组织，先把它们调走或撤销", status=422)
    open_coverage = Coverage.objects.open().filter(party_organization_id=organization.pk)
    if open_coverage.filter(from_on__gte=on).exists():
        raise Refused("有一处覆盖开始得比这一天还晚，先改覆盖", status=422)
    open_coverage.update(until_on=on)
    organization.dissolved_on = on
    organization.version += 1
    organization.save(update_fields=["dissolved_on", "version"])
    journal.record("organization.dissolved", organization, organization=organization, by=by, on=on.isoformat())
    return organization


@transaction.atomic
def move(organization: Organization, parent: Organization, *, on: date, by, scope, back: bool = False) -> Organization:
    """Hang an organisation and all below it under another parent; ``back`` says that it undoes a move."""
    # Both at once and in one order: two officers who move at the same moment wait for each other, and read no old path.
    rows = Organization.objects.select_for_update().filter(pk__in=[organization.pk, parent.pk]).order_by("pk")
    held = {each.pk: each for each in rows}
    organization, parent = held[organization.pk], held[parent.pk]
    _allowed(organization, scope)
    _allowed(parent, scope)
    if not back:
        _may_have_some_below(parent)
    _within_life(parent, on)
    before = parent_of(organization)
    if before is None:
        raise Refused("最上面的党组织没有上级", status=422)
    if before.pk == parent.pk:
        raise Refused(f"现在就在{parent.name}下面", status=422)
    try:
        tree.move(organization, parent, on=on)
    except ValueError as wrong:
        raise Refused("不能移到自己下面或另一棵树上，日期也不能早于上一次调整", status=422) from wrong
    kind = "organization.moved_back" if back else "organization.moved"
    journal.record(
        kind, organization, organization=organization, by=by,
        before=before.name, after=parent.name, on=on.isoformat(), parent=before.pk,
    )  # fmt: skip
    organization.refresh_from_db()
    return organization


@transaction.atomic
def renew_term(organization: Organization, *, elected_on: date, years: int, by, scope) -> Term:
    """Write down an election: the new term runs ``years`` from the day of the election and becomes the current one."""
    _allowed(organization, scope)
    _within_life(organization, elected_on)
    _one_at_a_time(organization)
    last = Term.objects.filter(organization_id=organization.pk, is_current=True).first()
    if last and last.elected_on and elected_on <= last.elected_on:
        raise Refused(f"选举日期要晚于上一次的 {words_of(last.elected_on)}", status=422)
    Term.objects.filter(organization_id=organization.pk, is_current=True).update(is_current=False)
    term = Term.objects.create(
        organization_id=organization.pk, elected_on=elected_on, from_on=elected_on, years=years,
        until_on=clock.add_months(elected_on, 12 * years),
    )  # fmt: skip
    facts = {"before": str(last.until_on) if last and last.until_on else "", "after": str(term.until_on)}
    journal.record("term.changed", organization, organization=organization, by=by, **facts)
    return term


def parent_of(organization: Organization) -> Organization | None:
    return Organization.objects.filter(lineage_below__organization=organization, lineage_below__until_on=None).first()


def of_tree(organization: Organization) -> Organization:
    """The same row as the proxy of its tree, for foreign keys that want one."""
    return (PartyOrganization if organization.tree == PARTY else Unit).objects.get(pk=organization.pk)


def _allowed(organization: Organization, scope) -> None:
    if sentence := rules.may_arrange(organization, scope):
        raise Refused(sentence)


def _one_at_a_time(organization: Organization) -> None:
    """Two officers who write down the same thing in one moment: the second sees what the first has written."""
    Organization.objects.select_for_update().filter(pk=organization.pk).first()


def _may_have_some_below(parent: Organization) -> None:
    if parent.kind == "branch":
        raise Refused(f"{parent.name}是党支部，下面只有党小组，不再设党组织", status=422)


def _within_life(organization: Organization, on: date) -> None:
    if on > clock.today():
        raise Refused("日期不能晚于今天", status=422)
    if organization.founded_on and on < organization.founded_on:
        raise Refused(f"{organization.name} {words_of(organization.founded_on)}才成立", status=422)
    if organization.dissolved_on and on >= organization.dissolved_on:
        raise Refused(f"{organization.name} {words_of(organization.dissolved_on)}已经撤销", status=422)


def _overlap(organization, unit, overlapping: Coverage) -> str:
    since = f"从 {words_of(overlapping.from_on)}起" if overlapping.from_on else "一直"
    if overlapping.until_on is None:
        return f"{organization.name}{since}就覆盖着{unit.name}"
    return f"{organization.name}{since}到 {words_of(overlapping.last_on)}覆盖过{unit.name}，日期要更晚"


def _record(kind: str, coverage: Coverage, *, by, **facts) -> None:
    organization, unit = coverage.party_organization, coverage.unit
    journal.record(
        kind, organization, organization=organization, by=by, after=unit.name, unit=unit.pk, coverage=coverage.pk,
        **facts,
    )  # fmt: skip
