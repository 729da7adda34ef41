"""What people have to say when the trees change."""

from datetime import date

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.people.models import Affiliation, Appointment


@journal.heard("organization.dissolved")
def leave_nobody_behind(event) -> None:
    """An organisation with members is not dissolved; its offices end with it."""
    on = date.fromisoformat(event.facts["on"])
    members = Affiliation.objects.open().filter(branch=event.organization_id).count()
    if members:
        raise Refused(f"还有 {members} 人编在这里，先把组织关系转走", status=422)
    held = Appointment.objects.open().filter(post__organization=event.organization_id)
    if held.filter(from_on__gt=on).exists():
        raise Refused("有人的任职开始得比这一天还晚，先改任职", status=422)
    held.update(until_on=on)
