"""P401 (shown, a gate), P402, P403: brands and measures of a branch, its own and those built together with others."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from yipanqi.assessment.gathering.facts import Fact
from yipanqi.assessment.gathering.roster import HAS_DUE, HAS_MEASURES, Branch
from yipanqi.brands.elements import elements_of
from yipanqi.brands.figures import BOUND, PROMISED
from yipanqi.brands.models import Brand, Measure


def facts(branches: list[Branch], day: date) -> Iterator[Fact]:
    """Four statements. Measures are read as they are registered when the run is prepared; what was confirmed after the
    day does not count as confirmed."""
    owned, bound = _measures(), set(Measure.standing().filter(BOUND | PROMISED).order_by().values_list("pk", flat=True))
    whole = _whole_brands()
    for branch in branches:
        own = owned.get(branch.pk, [])
        if not own:
            continue
        branch.traits.add(HAS_MEASURES)
        tied = [each.pk for each in own if each.pk in bound]
        brands = sorted({each.brand_id for each in own})
        yield _share(branch, "P402", tied, [each.pk for each in own])
        yield Fact(
            branch.code, "P401", float(all(whole[pk] for pk in brands)), sum(whole[pk] for pk in brands), len(brands),
            {"of": "brands", "ids": brands, "faulty": [pk for pk in brands if not whole[pk]]},
        )  # fmt: skip
        due = [each for each in own if each.due_on and each.due_on <= day]
        if due:
            branch.traits.add(HAS_DUE)
            confirmed = [each.pk for each in due if _confirmed(each, day)]
            yield _share(branch, "P403", confirmed, [each.pk for each in due])


def _share(branch: Branch, code: str, counted: list[int], among: list[int]) -> Fact:
    rows = {"of": "measures", "ids": among, "faulty": [pk for pk in among if pk not in set(counted)]}
    return Fact(branch.code, code, 100 * len(counted) / len(among), len(counted), len(among), rows)


def _confirmed(measure: Measure, day: date) -> bool:
    return measure.state == "confirmed" and measure.confirmed_on is not None and measure.confirmed_on <= day


def _measures() -> dict[int, list[Measure]]:
    """Branch id -> measures of brands it leads or builds together, by code."""
    found: dict[int, list[Measure]] = defaultdict(list)
    rows = Measure.standing().select_related("brand").order_by("code")
    partners = defaultdict(list)
    for brand, organization in Brand.partners.through.objects.values_list("brand_id", "partyorganization_id"):
        partners[brand].append(organization)
    for measure in rows:
        for branch in {measure.brand.organization_id, *partners[measure.brand_id]}:
            found[branch].append(measure)
    return found


def _whole_brands() -> dict[int, bool]:
    """Brand id -> whether all six elements stand."""
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.standing().select_related("brand"):
        measures[measure.brand_id].append(measure)
    brands = Brand.objects.exclude(state="withdrawn")
    return {brand.pk: all(each.stands for each in elements_of(brand, measures[brand.pk])) for brand in brands}
