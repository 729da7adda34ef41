"""The standing cast of unit tests: a tiny district, made by hand, that everybody soon knows by heart.

    东屿海关 ── 查检处 ── 查检一科, 查检二科             units
             └─ 综合处 ── 综合科
    机关党委 ── 查检党委 ── 查检一支部, 查检二支部       Party organisations; each branch covers the section of its name
             └─ 综合支部

The secretary of branch one heads section one. The stranger works in the general section and holds no office. Nobody
has a brand or a priority: a test that needs one makes it.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from yipanqi.organizations import tree
from yipanqi.organizations.models import Coverage, Organization, PartyOrganization, Unit
from yipanqi.people import roster
from yipanqi.people.models import Account, Affiliation, Appointment, Employment, Person, Post
from yipanqi.people.names import spelled
from yipanqi.people.scope import Scope, scope_of

BEGAN = date(2024, 3, 1)

UNITS = [
    ("DY", "东屿海关", "district", None),
    ("DY01", "查检处", "department", "DY"),
    ("DY0101", "查检一科", "section", "DY01"),
    ("DY0102", "查检二科", "section", "DY01"),
    ("DY02", "综合处", "department", "DY"),
    ("DY0201", "综合科", "section", "DY02"),
]
PARTY_ORGANIZATIONS = [
    ("D", "中共东屿海关直属机关委员会", "direct_organ_committee", None),
    ("D01", "中共查检处委员会", "committee", "D"),
    ("D0101", "查检一科党支部", "branch", "D01"),
    ("D0102", "查检二科党支部", "branch", "D01"),
    ("D02", "综合科党支部", "branch", "D"),
]
COVERAGE = {"D0101": "DY0101", "D0102": "DY0102", "D02": "DY0201"}

# part: number, name, unit, branch, political status, offices as (organisation, office)
PEOPLE = {
    "secretary": ("1001", "林岚", "DY0101", "D0101", "full_member", [("D0101", "secretary"), ("DY0101", "head")]),
    "member": ("1002", "陈默", "DY0101", "D0101", "full_member", [("D0101", "discipline_officer")]),
    "probationer": ("1003", "周舟", "DY0101", "D0101", "probationary_member", []),
    "officer": ("1004", "曾晓", "DY0101", None, "non_member", []),
    "other_secretary": ("1101", "解放", "DY0102", "D0102", "full_member", [("D0102", "secretary")]),
    "reviewer": ("1102", "单平", "DY0102", "D0102", "full_member", [("D01", "secretary")]),
    "department_head": ("1103", "仇越", "DY01", "D0101", "full_member", [("DY01", "head")]),
    "stranger": ("1201", "任远", "DY0201", "D02", "full_member", []),
    "party_officer": ("1202", "查勤", "DY0201", "D02", "full_member", [("D", "party_worker")]),
    "leader": ("1203", "朴实", "DY", "D02", "full_member", [("DY", "head")]),
}


@dataclass
class Cast:
    """Organisations by code, persons and accounts by the part they play."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, part: str) -> Account:
        return self.accounts[part]

    def scope(self, part: str) -> Scope:
        """What this person sees, computed anew (appointments may have changed)."""
        return scope_of(self.accounts[part])

    def client(self, part: str) -> Client:
        """A browser without JavaScript in which this person is signed in."""
        client = Client()
        client.force_login(self.accounts[part])
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    """The tiny district with everybody in place."""
    cast = Cast()
    cast.organizations.update(plant(Unit, UNITS))
    cast.organizations.update(plant(PartyOrganization, PARTY_ORGANIZATIONS))
    for branch, unit in COVERAGE.items():
        Coverage.objects.create(
            party_organization_id=cast.organizations[branch].pk, unit_id=cast.organizations[unit].pk, from_on=BEGAN
        )
    for part, facts in PEOPLE.items():
        cast.persons[part] = settle(cast, *facts)
        cast.accounts[part] = Account.objects.create(username=part, person=cast.persons[part])
    roster.keep(Person.objects.all())
    cast.accounts["administrator"] = Account.objects.create(username="administrator", is_administrator=True)
    return cast


def plant(kind: type[Organization], rows: list[tuple[str, str, str, str | None]]) -> dict[str, Organization]:
    """Grow one tree from rows of code, name, kind and parent's code."""
    grown = {code: kind(code=code, name=name, kind=level, founded_on=BEGAN) for code, name, level, _ in rows}
    tree.place(grown.values(), {code: grown[parent] if parent else None for code, _, _, parent in rows})
    return grown


def settle(
    cast: Cast, number: str, name: str, unit: str, branch: str | None, status: str, offices: list[tuple[str, str]]
) -> Person:
    """A person with employment, affiliation and offices."""
    person = Person.objects.create(number=number, name=name, staff_kind="civil", **spelled(name))
    Employment.objects.create(person=person, unit_id=cast.organizations[unit].pk, from_on=BEGAN)
    home = cast.organizations[branch].pk if branch else None
    Affiliation.objects.create(person=person, branch_id=home, political_status=status, from_on=BEGAN)
    for organization, office in offices:
        post, _ = Post.objects.get_or_create(organization=cast.organizations[organization], office=office)
        Appointment.objects.create(person=person, post=post, from_on=BEGAN)
    return person
