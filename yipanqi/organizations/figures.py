"""Named numbers about the trees."""

from django.db.models import Exists, OuterRef, Q

from yipanqi.kit.figures import Counted, figure
from yipanqi.kit.intervals import holds_on
from yipanqi.organizations.models import Coverage, Unit
from yipanqi.organizations.queries import standing_on


@figure("organizations.sections_with_branch", label="有支部的科", unit="share")
def sections_with_branch(organizations, day) -> Counted:
    """Sections among these units, and those a branch covers on the day. Each section stands for itself; whoever shows
    a tree sums both numbers upwards."""
    branch_covers = Coverage.objects.filter(holds_on(day), unit=OuterRef("pk"), party_organization__kind="branch")
    rows = Unit.objects.filter(standing_on(day), pk__in=organizations, kind="section")
    return Counted(rows.annotate(has_branch=Exists(branch_covers)), by="pk", counts=Q(has_branch=True))
