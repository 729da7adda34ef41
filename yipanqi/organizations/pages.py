"""The page of a Party organisation, the page of a unit, and what a type-ahead box asks."""

from django.http import JsonResponse

from yipanqi.events.timeline import entries
from yipanqi.kit.clock import today
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.organizations import naming, rules, terms
from yipanqi.organizations.listing import table_of
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization, PartyOrganization, Unit
from yipanqi.organizations.queries import MOST_BELOW, Family, coverage_of, family


class OrganizationPage(DetailPage):
    """A Party organisation: term, coverage, what lies below, what upper rooms add, and what happened."""

    model: type[Organization] = PartyOrganization
    template = "organizations/organization.html"
    place = "organizations.organization"
    tree = PARTY

    relatives: Family

    def subject(self, request, pk: int) -> Organization | None:
        """With its relatives, in one statement."""
        found = family(self.model, pk, request.scope)
        if found is None:
            return None
        self.relatives = found
        return found.subject

    def context(self, request, subject: Organization) -> dict:
        above = [(each.name, each.get_absolute_url()) for each in self.relatives.above]
        return {
            "crumbs": [*above, (subject.name, None)] if above else [],
            "parent": self.relatives.above[-1] if above else None,
            "may_arrange": rules.may_arrange(subject, request.scope) is None,
        }

    def overview(self, request, subject: Organization) -> dict:
        below, scope = self.relatives.below, request.scope
        return {
            "below": table_of(below, self.tree, "下级") if below else None,
            "below_count": len(below),
            "below_cut": len(below) == MOST_BELOW,
            "timeline": entries(subject, inside=scope.sees_everybody or scope.leads(subject.path)),
            **self.of_tree(subject),
            **_sorted(coverage_of(subject)),
        }

    def of_tree(self, subject) -> dict:
        """What a Party organisation has and a unit has not: a term."""
        state, words = terms.standing(subject.term_until)
        if subject.kind == "leading_committee":
            state, words = "", "委派产生，不设任期"
        return {
            "term": terms.line(subject.term_from, subject.term_until, today()),
            "term_state": state,
            "term_words": words,
            "prepare_from": terms.prepare_from(subject.term_until) if subject.term_until and not state else None,
        }


class UnitPage(OrganizationPage):
    """An administrative unit: who covers it, what lies below, what upper rooms add."""

    model = Unit
    template = "organizations/unit.html"
    place = "organizations.unit"
    tree = UNIT

    def context(self, request, subject: Organization) -> dict:
        arranges = rules.may_arrange_somewhere(request.scope) is None
        return {**super().context(request, subject), "may_arrange": arranges}

    def of_tree(self, subject) -> dict:
        return {}


class OriginPage(DetailPage):
    """The row of the workbook from which an organisation came, on a page of its own: it costs a statement."""

    model = Organization
    template = "organizations/origin.html"

    def context(self, request, subject: Organization) -> dict:
        kind = KINDS["organizations" if subject.tree == PARTY else "units"]
        return {
            "crumbs": [(subject.name, subject.get_absolute_url()), ("原来那一行", None)],
            "origin": origin(kind, (subject.code,)),
        }


def suggest_party(request) -> JsonResponse:
    """Party organisations for a type-ahead box: ``[{"value", "label", "note"}]``."""
    return _suggest(request, PARTY)


def suggest_unit(request) -> JsonResponse:
    return _suggest(request, UNIT)


def _suggest(request, tree: str) -> JsonResponse:
    rows = naming.suggest(request.GET.get("q", "").strip()[:60], tree, request.scope)
    options = [
        {"value": naming.written(code, name), "label": name, "note": f"{kind} {code}"} for code, name, kind in rows
    ]
    return JsonResponse(options, safe=False)


def _sorted(coverage: list[Coverage]) -> dict:
    """What holds today, and what held once."""
    day = today()
    holding = [each for each in coverage if each.until_on is None or each.until_on > day]
    return {"coverage": holding, "past_coverage": [each for each in coverage if each not in holding]}
