"""Named numbers about people. An organisation is a branch or a unit itself; whoever shows a tree sums upwards."""

from yipanqi.kit.figures import Counted, figure
from yipanqi.people.models import MEMBERS, Affiliation, Employment


@figure("people.members", label="党员", unit="人")
def members(organizations, day) -> Counted:
    """Full and probationary members affiliated with these branches on the day."""
    rows = Affiliation.objects.on(day).filter(branch__in=organizations, political_status__in=MEMBERS)
    return Counted(rows, by="branch_id")


@figure("people.full_members", label="正式党员", unit="人")
def full_members(organizations, day) -> Counted:
    """Those who vote: what quorums and the least size of a branch are counted from."""
    rows = Affiliation.objects.on(day).filter(branch__in=organizations, political_status="full_member")
    return Counted(rows, by="branch_id")


@figure("people.staff", label="在岗人员", unit="人")
def staff(organizations, day) -> Counted:
    """People employed in these units on the day."""
    return Counted(Employment.objects.on(day).filter(unit__in=organizations), by="unit_id")
