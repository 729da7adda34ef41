"""Ways back from what was just done to the trees, offered for ten seconds."""

from datetime import date

from django.db import transaction

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.undo import way_back
from yipanqi.organizations import actions, rules
from yipanqi.organizations.models import Coverage, Organization, Term

# Names under which the pages offer them.
COVERAGE_ADDED = "organizations.coverage_added"
COVERAGE_ENDED = "organizations.coverage_ended"
MOVED = "organizations.moved"
TERM_CHANGED = "organizations.term_changed"

CHANGED_SINCE = "刚才又有人改过这里，请到这一页再办一次"


@way_back(COVERAGE_ADDED)
@transaction.atomic
def _forget_coverage(*, by, scope, coverage: int) -> str:
    row = Coverage.objects.select_for_update().filter(pk=coverage, until_on__isnull=True).first()
    if row is None:
        raise Refused(CHANGED_SINCE, status=409)
    _allowed(row.party_organization, scope)
    organization, unit = row.party_organization, row.unit
    row.delete()
    _withdrawn("coverage.withdrawn", organization, by, after=unit.name)
    return "已撤销，这一处覆盖没有加"


@way_back(COVERAGE_ENDED)
@transaction.atomic
def _reopen_coverage(*, by, scope, coverage: int) -> str:
    row = Coverage.objects.select_for_update().select_related("party_organization", "unit").get(pk=coverage)
    _allowed(row.party_organization, scope)
    again = Coverage.objects.open().filter(party_organization=row.party_organization, unit=row.unit)
    if row.until_on is None or again.exists():
        raise Refused(CHANGED_SINCE, status=409)
    row.until_on = None
    row.save(update_fields=["until_on"])
    _withdrawn("coverage.withdrawn", row.party_organization, by, after=row.unit.name)
    return "已撤销，覆盖照旧"


@way_back(MOVED)
def _move_back(*, by, scope, organization: int, parent: int, on: str) -> str:
    subject, before = Organization.objects.get(pk=organization), Organization.objects.get(pk=parent)
    actions.move(subject, before, on=date.fromisoformat(on), by=by, scope=scope, back=True)
    return f"已撤销，还在{before.name}下面"


@way_back(TERM_CHANGED)
@transaction.atomic
def _forget_term(*, by, scope, term: int, before: int | None) -> str:
    row = Term.objects.select_for_update().filter(pk=term, is_current=True).first()
    if row is None:
        raise Refused(CHANGED_SINCE, status=409)
    organization = row.organization
    _allowed(organization, scope)
    row.delete()
    Term.objects.filter(pk=before).update(is_current=True)
    _withdrawn("term.withdrawn", organization, by)
    return "已撤销，任期还是原来那一届"


def _allowed(organization, scope) -> None:
    if sentence := rules.may_arrange(organization, scope):
        raise Refused(sentence)


def _withdrawn(kind: str, organization, by, **facts) -> None:
    journal.record(kind, organization, organization=organization, by=by, **facts)
