"""Which units stand for a branch when its operations are reckoned."""

from datetime import date

import pytest

from yipanqi.assessment.gathering.roster import branches_on
from yipanqi.organizations.models import Coverage

pytestmark = pytest.mark.django_db


def sections(cast, code: str) -> list[str]:
    found = {branch.code: branch for branch in branches_on(date(2026, 10, 31))}
    return sorted(unit for _, unit in found[code].sections)


def test_a_department_without_covered_sections_stands_for_itself(cast):
    Coverage.objects.filter(unit__code="DY0201").delete()
    Coverage.objects.create(party_organization_id=cast.organizations["D02"].pk, unit_id=cast.organizations["DY02"].pk)

    assert sections(cast, "D02") == ["DY02"]


def test_a_department_whose_section_is_covered_too_is_left_out(cast):
    Coverage.objects.create(party_organization_id=cast.organizations["D02"].pk, unit_id=cast.organizations["DY02"].pk)

    assert sections(cast, "D02") == ["DY0201"]
