"""What this room's events are called, and who hears of them."""

from yipanqi.events.timeline import SENTENCES
from yipanqi.kit.links import address
from yipanqi.kit.notices import Notice, notice
from yipanqi.people.models import OFFICES, Account

SENTENCES.update(
    {
        "account.given": "开了账号",
        "account.locked": "锁了账号",
        "account.unlocked": "打开了账号",
        "account.password_reset": "重设了登录密码",
        "account.password_changed": "改了登录密码",
        "account.second_step_removed": "去掉了两步验证",
        "appointment.made": "任职",
        "appointment.ended": "免职",
        "appointment.taken_back": "撤销了刚才的任职",
        "appointment.reopened": "撤销了刚才的免职",
        "person.contacts_edited": "改了联系方式",
        "person.remark_edited": "改了备注",
        "people.exported": "导出了人员名单",
    }
)


@notice("appointment.made", "appointment.ended")
def tell_the_appointed(event) -> Notice | None:
    """Whoever takes or leaves an office and has an account."""
    accounts = list(Account.objects.filter(person=event.facts["person"]).values_list("pk", flat=True))
    if not accounts:
        return None
    office, name = OFFICES[event.facts["office"]], event.subject.name
    words = f"你担任{name}{office}" if event.kind == "appointment.made" else f"你不再担任{name}{office}"
    return Notice(accounts, words, address("people:person", event.facts["person"]))
