"""规模: branches past fifty members or under three full members, joint branches past five units."""

from collections.abc import Iterable, Iterator

from yipanqi.kit.links import address
from yipanqi.people.situation.cases import Case, Subject, pack
from yipanqi.people.situation.standing import Standing


def cases(found: Iterable[Standing]) -> Iterator[Case]:
    """In the order of the tree."""
    rules = pack()
    most, least, units = rules["branch.members"], rules["branch.full_members"], rules["joint.units"]
    for each in found:
        if not each.has_size:
            continue
        url = address("organizations:organization", each.pk)
        subject = Subject(each.pk, each.code, each.name, each.path, each.above or "", url)
        facts = {"members": each.members, "full": each.full, "units": each.units}
        for rule, broken in ((most, not most.holds(each.members)), (least, not least.holds(each.full))):
            if broken:
                yield Case("size", rule, "branch.size", subject, each.name, facts)
        if each.branch_type == "joint" and not units.holds(each.units):
            yield Case("joint", units, "joint.units", subject, each.name, facts)
