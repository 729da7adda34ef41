"""What this room wants done: saying what this quarter's records served."""

from urllib.parse import urlencode

from django.urls import reverse

from yipanqi.kit.period import Period
from yipanqi.kit.periodfilter import written
from yipanqi.kit.todos import Wanted, todos
from yipanqi.meetings.queries import unlinked_by_organization
from yipanqi.organizations.models import PartyOrganization

UNLINKED = "meetings.unlinked"


@todos(UNLINKED)
def unlinked(day, only=None):
    """One row a branch for its secretary. ``only`` holds organisation ids; ``reactions`` asks after every link."""
    quarter = Period.containing(day, "quarter")
    counts = unlinked_by_organization(only, quarter)
    standing = PartyOrganization.objects.standing().filter(pk__in=counts).order_by("path")
    for pk, code, name in standing.values_list("pk", "code", "name"):
        wanted = {"branch": code, "period": written(quarter), "linked": "no"}
        yield Wanted(
            subject_id=pk,
            title=f"看看 {counts[pk]} 次活动对着哪项业务重点",
            context=f"{name}，{quarter}的记录还没说；确实不相干的，写一句就行",
            url=f"{reverse('meetings:meetings')}?{urlencode(wanted)}",
            strand="woven",
            verb="去关联",
            source="组织生活",
            minutes=5,
            organization_id=pk,
            office="secretary",
        )
