"""Places on lists: what is kept equals what the tree and the titles say anew."""

from yipanqi.kit import undo
from yipanqi.kit.clock import today
from yipanqi.organizations import tree
from yipanqi.people import roster
from yipanqi.people.models import Affiliation, Employment, Person
from yipanqi.people.scope import scope_of
from yipanqi.people.situation.placing import place


def test_titles_sort_heads_then_acting_heads_then_full_posts_then_deputies_then_the_rest(cast):
    titles = ["四级主办", "副科长", "办公室主任", "正科级干部", "副处长(主持工作)", "科长", ""]
    unit = cast.organizations["DY0102"].pk
    for number, title in enumerate(titles):
        person = Person.objects.create(number=f"9{number}", name="甲")
        Employment.objects.create(person=person, unit_id=unit, title=title)
    there = Person.objects.filter(number__in=[f"9{number}" for number in range(len(titles))])

    roster.keep(there)

    shown = [each.employments.get().title for each in there.order_by(*roster.ORDER)]
    assert shown == ["科长", "副处长(主持工作)", "办公室主任", "正科级干部", "副科长", "四级主办", ""]


def test_people_of_a_unit_come_before_those_of_units_below_it_and_whoever_works_nowhere_comes_last(cast):
    Employment.objects.filter(person=cast.persons["officer"]).delete()
    Employment.objects.filter(person=cast.persons["secretary"]).update(unit=cast.organizations["DY01"].pk)
    roster.keep(Person.objects.all())

    paths = [
        each.employments.get().unit.path if each.employments.exists() else None
        for each in Person.objects.order_by(*roster.ORDER)
    ]

    assert paths == [*sorted(filter(None, paths)), None]


def test_people_move_with_their_unit(cast):
    moving = cast.organizations["DY0101"]

    tree.move(moving, cast.organizations["DY02"], on=today())

    assert roster.keep(Person.objects.all()) == 0
    moving.refresh_from_db()
    assert Person.objects.filter(roster__startswith=moving.path).count() > 0


def test_everybody_of_the_district_stands_where_the_workbooks_say(district):
    assert Person.objects.count() == 5305
    assert roster.keep(Person.objects.all()) == 0


def test_member_placed_into_a_branch_belongs_there_until_it_is_taken_back(cast):
    member, branch = cast.persons["member"], cast.organizations["D0102"]
    Affiliation.objects.filter(person=member).update(branch=None)
    roster.keep(Person.objects.all())
    officer = cast.accounts["party_officer"]

    home = place(member, branch, on=today(), by=officer, scope=scope_of(officer))

    assert Person.objects.get(pk=member.pk).belongs == branch.path
    undo.WAYS_BACK["people.placed"](by=officer, scope=scope_of(officer), affiliation=home.pk)
    assert Person.objects.get(pk=member.pk).belongs == ""
