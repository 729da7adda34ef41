"""Who hears of a measure's moves, and the words of this room's events on a timeline."""

from collections.abc import Iterable

from django.db.models import Q

from yipanqi.events.timeline import SENTENCES
from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.notices import Notice, notice
from yipanqi.people.models import Account, Appointment, Employment

SENTENCES.update(
    {
        "brand.founded": "创建品牌",
        "brand.revised": "改了品牌",
        "measure.added": "加上这项措施",
        "measure.taken_away": "撤销了刚加的措施",
        "measure.revised": "改了内容",
        "measure.bound": "绑定",
        "measure.linked": "挂到业务重点",
        "measure.set_apart": "不关联业务重点",
        "measure.started": "开始做",
        "measure.reported": "报完成",
        "measure.taken_back": "收回报完成",
        "measure.confirmed": "确认收到并可用",
        "measure.returned": "退回",
        "measure.reopened": "撤销确认",
        "measure.resumed": "接着做",
        "measure.put_back": "撤销开始",
        "measure.laid_back": "撤销接着做",
        "measure.kept": "撤销退回",
    }
)


@notice("measure.reported")
def ask_acceptance(event) -> Notice | None:
    """The accepting unit's head and the people who work in the unit itself, so far as they have accounts."""
    measure = event.subject
    if measure.accepting_unit_id is None:
        return None
    sentence = f"{measure.brand.organization.name}报完成：{measure.name}，请确认或退回"
    return Notice(_of_unit(measure.accepting_unit_id), sentence, measure.get_absolute_url())


@notice("measure.confirmed")
def tell_confirmed(event) -> Notice | None:
    measure = event.subject
    return Notice(_doing(measure), f"{measure.accepting_unit.name}确认了：{measure.name}", measure.get_absolute_url())


@notice("measure.returned")
def tell_returned(event) -> Notice | None:
    measure = event.subject
    sentence = f"{measure.accepting_unit.name}退回了：{measure.name}。{measure.returned_because}"
    return Notice(_doing(measure), sentence[:200], measure.get_absolute_url())


def _of_unit(unit_id: int) -> list[int]:
    heads = Appointment.objects.filter(
        holds_on(today()), post__organization=unit_id, post__office="head"
    ).values("person_id")  # fmt: skip
    workers = Employment.objects.open().filter(unit=unit_id).values("person_id")
    accounts = Account.objects.filter(Q(person__in=heads) | Q(person__in=workers), is_active=True)
    return list(accounts.values_list("pk", flat=True))


def _doing(measure) -> Iterable[int]:
    """Whoever reported it, and the owner."""
    owner = Account.objects.filter(person=measure.owner_id, person__isnull=False, is_active=True)
    return {*owner.values_list("pk", flat=True), *([measure.reported_by_id] if measure.reported_by_id else [])}
