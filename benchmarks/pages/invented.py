"""Twenty thousand branches out of nothing: two hundred committees of a hundred branches, each with one section.

Every branch has a secretary who heads the section and two members, a term and its coverage; every tenth has a brand
with a measure on one of fifty priorities. Two accounts: a secretary, and a Party officer of the whole.
"""

from datetime import date

from django.db import connection

from benchmarks.pages import invented_run
from yipanqi.brands.models import Brand, Measure
from yipanqi.objectives.models import Priority
from yipanqi.organizations import tree
from yipanqi.organizations.models import Coverage, Organization, PartyOrganization, Term, Unit
from yipanqi.people.models import Account, Affiliation, Appointment, Employment, Person, Post

COMMITTEES, EACH, PRIORITIES = 200, 100, 50
BEGAN, OVER = date(2024, 3, 1), date(2027, 3, 1)
PIECE = 2000


def make() -> None:
    """About half a minute."""
    units = _tree(Unit, "U", "海关", ("district", "subordinate", "section"), "科")
    party = _tree(PartyOrganization, "P", "机关党委", ("direct_organ_committee", "committee", "branch"), "科党支部")
    sections, branches = units["leaves"], party["leaves"]
    Coverage.objects.bulk_create(
        [
            Coverage(party_organization_id=b.pk, unit_id=s.pk, from_on=BEGAN)
            for b, s in zip(branches, sections, strict=True)
        ],
        batch_size=PIECE,
    )
    Term.objects.bulk_create(
        [Term(organization_id=b.pk, from_on=BEGAN, elected_on=BEGAN, until_on=OVER) for b in branches], batch_size=PIECE
    )
    people = _people(sections, branches)
    _posts(people, sections, branches, party["root"])
    _work(branches, units["groups"])
    invented_run.make(party["groups"], branches)
    Account.objects.create(username="secretary", person=people[0])
    Account.objects.create(username="party", person=people[-1])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tree(kind, letter: str, title: str, kinds: tuple[str, str, str], leaf: str) -> dict:
    """A root, groups below it, leaves below those; names tell siblings apart."""
    root = kind(code=letter, name=f"东屿{title}", kind=kinds[0], founded_on=BEGAN)
    groups = [
        kind(
            code=f"{letter}{n:03}",
            name=f"第{n}隶属海关{'' if letter == 'U' else title}",
            kind=kinds[1],
            founded_on=BEGAN,
        )
        for n in range(COMMITTEES)
    ]
    leaves = [
        kind(code=f"{group.code}{n:02}", name=f"第{at}隶属海关第{n}{leaf}", kind=kinds[2], founded_on=BEGAN,
             function_group="综合机关" if letter == "U" else "", branch_type="" if letter == "U" else "independent")
        for at, group in enumerate(groups) for n in range(EACH)
    ]  # fmt: skip
    parents: dict[str, Organization | None] = {letter: None} | {each.code: root for each in groups}
    parents |= {each.code: groups[at // EACH] for at, each in enumerate(leaves)}
    tree.place([root, *groups, *leaves], parents)
    return {"root": root, "groups": groups, "leaves": leaves}


def _people(sections: list, branches: list) -> list[Person]:
    people = [
        Person(number=f"{n:07}", name=f"人员{n}", pinyin=f"renyuan{n}", initials="ry", staff_kind="civil", sex="m")
        for n in range(3 * len(branches) + 1)
    ]
    Person.objects.bulk_create(people, batch_size=PIECE)
    homes = [(person, branches[min(n // 3, len(branches) - 1)]) for n, person in enumerate(people)]
    Affiliation.objects.bulk_create(
        [Affiliation(person=p, branch_id=b.pk, political_status="full_member", from_on=BEGAN) for p, b in homes],
        batch_size=PIECE,
    )
    work = [(person, sections[min(n // 3, len(sections) - 1)]) for n, person in enumerate(people)]
    Employment.objects.bulk_create(
        [Employment(person=p, unit_id=u.pk, title="科员", from_on=BEGAN) for p, u in work], batch_size=PIECE
    )
    return people


def _posts(people: list[Person], sections: list, branches: list, root) -> None:
    posts = [
        Post(organization_id=each.pk, office=office)
        for rows, office in ((branches, "secretary"), (sections, "head"))
        for each in rows
    ]
    posts.append(Post(organization_id=root.pk, office="party_worker"))
    Post.objects.bulk_create(posts, batch_size=PIECE)
    first = people[:-1:3]
    holders = [*first, *first, people[-1]]
    Appointment.objects.bulk_create(
        [Appointment(person=p, post=post, from_on=BEGAN) for p, post in zip(holders, posts, strict=True)],
        batch_size=PIECE,
    )


def _work(branches: list, groups: list) -> None:
    priorities = Priority.objects.bulk_create(
        [
            Priority(code=f"ZD{n:03}", name=f"重点工作第{n}项", raised_by_id=groups[n % COMMITTEES].pk, due_on=OVER,
                     state="active")
            for n in range(PRIORITIES)
        ]
    )  # fmt: skip
    brands = Brand.objects.bulk_create(
        [Brand(code=f"PP{n:05}", name=f"品牌{n}", organization_id=each.pk) for n, each in enumerate(branches[::10])],
        batch_size=PIECE,
    )
    Measure.objects.bulk_create(
        [
            Measure(code=f"{brand.code}-1", brand=brand, name=f"措施{n}", priority=priorities[n % PRIORITIES],
                    state=("claimed", "doing", "reported")[n % 3])
            for n, brand in enumerate(brands)
        ],
        batch_size=PIECE,
    )  # fmt: skip
