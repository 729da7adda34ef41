"""Named numbers of this room, per Party organisation: the calendar year up to the day."""

from datetime import date

from yipanqi.kit.figures import Counted, figure
from yipanqi.meetings.models import Meeting
from yipanqi.meetings.queries import LINKED


@figure("meetings.records", label="组织生活", unit="次")
def records(organizations, day: date) -> Counted:
    return Counted(_this_year(organizations, day), "organization_id")


@figure("meetings.linked", label="谈到业务重点的", unit="share")
def linked(organizations, day: date) -> Counted:
    """Records that name a priority over all records. More is not better: it is shown, never scored (D6)."""
    return Counted(_this_year(organizations, day), "organization_id", LINKED)


def _this_year(organizations, day: date):
    return Meeting.objects.filter(
        organization__in=organizations, held_on__gte=date(day.year, 1, 1), held_on__lte=day
    )  # fmt: skip
