"""Named numbers of this room, per leading Party organisation."""

from django.db.models import Q

from yipanqi.brands.models import Brand, Measure
from yipanqi.kit.figures import Counted, figure

BOUND = Q(indicator__isnull=False, baseline__isnull=False, target__isnull=False, due_on__isnull=False)
PROMISED = ~Q(deliverable="") & Q(accepting_unit__isnull=False, due_on__isnull=False)


@figure("brands.brands", label="支部品牌", unit="个")
def brands(organizations, day) -> Counted:
    return Counted(Brand.objects.filter(organization__in=organizations).exclude(state="withdrawn"), "organization_id")


@figure("brands.measures_bound", label="措施挂接", unit="share")
def measures_bound(organizations, day) -> Counted:
    """Measures with a complete indicator or deliverable over all measures (P402 of the indicator template)."""
    rows = Measure.standing().filter(brand__organization__in=organizations)
    return Counted(rows, "brand__organization_id", BOUND | PROMISED)


@figure("brands.measures_confirmed", label="措施已确认", unit="share")
def measures_confirmed(organizations, day) -> Counted:
    """Confirmed measures over those whose due date has passed."""
    rows = Measure.standing().filter(brand__organization__in=organizations, due_on__lte=day)
    return Counted(rows, "brand__organization_id", Q(state="confirmed"))
