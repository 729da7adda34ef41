"""Who sees which results, and the way from a figure down to exactly the rows that make it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yipanqi.assessment.models import Adoption, Explanation, Result, Run
from yipanqi.assessment.pages.rows import rows_behind
from yipanqi.indicators.observations.models import Observation
from yipanqi.members.models import AdmissionCase, AdmissionStep
from yipanqi.people.models import Account
from yipanqi.people.scope import scope_of

SEEN = {
    "secretary": ["D0101"], "member": ["D0101"], "other_secretary": ["D0102"], "stranger": [], "officer": [],
    "reviewer": ["D01", "D0101", "D0102"], "party_officer": ["D01", "D0101", "D0102", "D02"],
    "leader": ["D01", "D0101", "D0102", "D02"], "department_head": [],
}  # fmt: skip


@pytest.fixture
def world(year):
    for branch, section in (("D0101", "DY0101"), ("D0102", "DY0102")):
        year.operate(section)
        year.elect(date(2027, 3, 1), branch)
    year.hold_all()
    year.run()
    return year


@pytest.mark.parametrize(("part", "codes"), SEEN.items())
def test_a_result_is_for_the_branchs_own_officers_and_those_above(world, part, codes):
    seen = Result.objects.visible_to(world.cast.scope(part)).order_by("path")

    assert list(seen.values_list("organization__code", flat=True)) == codes


def test_a_stranger_learns_nothing_from_the_addresses(world):
    other = world.result(Run.objects.get(), "D0102")
    client = world.cast.client("secretary")

    asked = [client.get(other.get_absolute_url()), client.get(reverse("assessment:rows", args=[other.pk]))]

    assert [answer.status_code for answer in asked] == [404, 404]


def test_the_page_says_what_counts_and_leads_to_the_rows(world):
    result = world.result(Run.objects.get())

    page = world.cast.client("secretary").get(result.get_absolute_url()).content.decode()

    assert "另有 3 项不适用于本支部，不算缺，也不占权重" in page
    assert f'href="{reverse("assessment:rows", args=[result.pk])}?of=P201"' in page
    assert "排名" not in page


def test_rows_of_organisational_life_are_the_meetings_that_counted_and_what_was_missing(world):
    result = world.result(Run.objects.get(), "D0102")
    world.hold("theme_day", date(2026, 3, 9), branch="D0102")
    again = world.result(world.run(), "D0102")

    page = world.cast.client("other_secretary").get(f"{reverse('assessment:rows', args=[again.pk])}?of=P201")

    assert [line[0] for line in page.context["found"].lines] == ["2026-03-09 主题党日"]
    assert len(page.context["found"].missing) == 12
    assert "2026 年 1 月主题党日" in page.context["found"].missing
    assert Explanation.objects.get(result=result).rows["P201"]["ids"] == []


def test_rows_one_may_not_see_are_counted_but_not_shown(world):
    """The leader of the district is no officer of the Party tree: admissions stay shut."""
    case = AdmissionCase.objects.create(
        person=world.cast.persons["probationer"], branch_id=world.branch().pk, stage="applicant"
    )
    AdmissionStep.objects.create(case=case, step="application_letter", on_date=date(2026, 10, 10))
    result = world.result(world.run())
    address = f"{reverse('assessment:rows', args=[result.pk])}?of=P207"

    shown = {part: world.cast.client(part).get(address).context["found"] for part in ("secretary", "leader")}

    assert {part: (len(found.lines), found.hidden) for part, found in shown.items()} == {
        "secretary": (1, 0), "leader": (0, 1),
    }  # fmt: skip


@pytest.mark.parametrize("login", ["party", "secretary"])
def test_every_figure_of_a_district_result_opens_to_as_many_rows_as_it_counts(district, login):
    """Shares of things count their rows; shares of cases and medians add up what their rows say."""
    scope = scope_of(Account.objects.get(username=login))
    results = Result.objects.visible_to(scope).filter(branches=0, run=Run.objects.order_by("-end").first())
    wrong, tried = [], 0
    for result in results.order_by("path")[::9]:
        explained = Explanation.objects.get(result=result)
        for code, node in dict(_counted(explained.tree)).items():
            tried += 1
            found = rows_behind(explained.rows[code], scope)
            if _total(explained.rows[code], found) != node.get("denominator"):
                wrong.append((result.organization.code, code, node))

    assert tried > 5
    assert wrong == []


def _counted(tree: dict):
    for side in tree["children"]:
        for node in side.get("children", []):
            if "denominator" in node.get("evidence", {}):
                yield node["code"], node["evidence"]
    for node in tree.get("beside", []):
        yield node["code"], node


def _total(rows: dict, found) -> float | None:
    """The denominator as the rows themselves say it."""
    if rows["of"] == "meetings":
        return len(found.lines) + len(found.missing)
    if rows["of"] == "organizations":
        return 2
    if rows["of"] == "observations":
        assert len(found.lines) == len(rows["ids"])
        below = Observation.objects.filter(pk__in=rows["ids"], value__isnull=False).values_list(
            "denominator", flat=True
        )
        return sum(each for each in below if each is not None)
    return len(found.lines)


def test_the_first_figure_is_shown_when_none_or_a_strange_one_is_asked_for(world):
    address = reverse("assessment:rows", args=[world.result(Run.objects.get()).pk])
    client = world.cast.client("secretary")

    assert [client.get(address + query).context["code"] for query in ("", "?of=X")] == ["P201", "P201"]


def test_a_committees_page_lists_its_branches(world):
    result = world.result(Run.objects.get(), "D01")

    page = world.cast.client("reviewer").get(result.get_absolute_url())

    assert [each.organization.code for each in page.context["below"]] == ["D0101", "D0102"]


def test_pages_cost_a_fixed_number_of_statements(world):
    run = Run.objects.get()
    client = world.cast.client("party_officer")
    costs = {}
    for address in (reverse("assessment:scheme"), run.get_absolute_url(), world.result(run).get_absolute_url(),
                    reverse("assessment:rows", args=[world.result(run).pk])):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs[address] = len(queries)

    assert {address: cost for address, cost in costs.items() if cost > 8} == {}


def test_a_scheme_is_adopted_and_a_period_ordered_through_the_forms(year):
    client = year.cast.client("party_officer")
    adopt, order = reverse("assessment:adopt"), reverse("assessment:order")

    without = client.post(adopt, {"resolution": "", "resolved_on": "2026-11-02"})
    adopted = client.post(adopt, {"resolution": "东关党〔2026〕12 号", "resolved_on": "11.2"})
    ordered = client.post(order, {"span": "year"})

    assert (without.status_code, adopted.status_code, ordered.status_code) == (422, 302, 302)
    assert (Adoption.objects.get().resolved_on, Run.objects.get().end) == (date(2026, 11, 2), date(2026, 11, 1))
    assert client.get(ordered.url).status_code == 200


def test_ordering_before_a_scheme_is_adopted_says_so(year):
    answer = year.cast.client("party_officer").post(reverse("assessment:order"), {"span": "year"})

    assert (answer.status_code, Run.objects.count()) == (422, 0)


@pytest.mark.parametrize("name", ["adopt", "order"])
def test_forms_are_shut_to_who_may_not(year, name):
    assert year.cast.client("secretary").get(reverse(f"assessment:{name}")).status_code == 403


def test_cancelling_what_is_done_changes_nothing(world):
    run = Run.objects.get()
    client = world.cast.client("party_officer")

    answer = client.post(reverse("assessment:cancel", args=[run.pk]))

    assert (answer.status_code, Run.objects.get().state) == (302, "done")
    assert world.cast.client("secretary").post(reverse("assessment:again", args=[run.pk])).status_code == 403


def test_ending_a_scheme_asks_for_the_reason(year):
    adoption = year.adopt()
    client, address = (
        year.cast.client("party_officer"),
        reverse("act", args=["assessment.adoption", adoption.pk, "end"]),
    )

    answers = [client.post(address).status_code, client.post(address, {"sentence": "口径要改"}).status_code]

    assert (answers, Adoption.objects.get().state) == ([422, 302], "ended")
