"""What the dictionary refuses (D6, D19), and who may write in it."""

import re
from dataclasses import dataclass

from yipanqi.indicators.models import Indicator


@dataclass(frozen=True)
class Ban:
    """Words that may not stand in an assessed indicator, with the rule they break and its plain reason."""

    key: str
    words: re.Pattern
    because: str


# A negation before the word (不计学时) or a word that only looks alike (自查发现) breaks nothing.
_NOT = r"(?<!不计)(?<!不看)(?<!不含)(?<!不以)"
# D6: what is easily made, or made for show, is never an input of an assessment.
TRACES = Ban(
    "D6",
    re.compile(
        _NOT + r"(学习时长|学时|在线时长|浏览量|点赞|转发|投票|打卡|签到|登录率|活跃度|媒体报道|媒体刊发|宣传报道|"
        r"领导批示|批示肯定|会议次数|开会次数|活动次数|场次数|经验做法|做法被采纳|采纳单位|照片|心得体会|读书笔记|学习笔记)"
    ),
    "学时、点赞、媒体报道、批示、开会次数、经验做法、照片和笔记都不作考核的依据",
)
# D19: what is found and what is fined is shown, never a target.
OUTCOMES = Ban(
    "D19",
    re.compile(r"(查获|截获|立案(?!至|到)|罚没|罚款|处罚额|补税|查发(?!现)|移送起诉)"),
    "查获、立案、罚没、补税一类执法结果只作展示，不设指标任务",
)
BANS = (TRACES, OUTCOMES)
USE_MEANS = {
    "scored": "可以计分，也可以作业务重点和措施的目标",
    "gate": "只判有无，不计高分，不作目标",
    "own": "只给支部自己看，上级看不到，任何方案不能引用",
    "shown": "只展示，不计分，不作目标",
}


def refusals(use: str, **texts: str) -> list[tuple[str, str]]:
    """(field, sentence) for every text that this use forbids. ``texts`` are name, definition, formula, source.

    Only assessed uses (scored, gate) are looked at: showing a number is always allowed.
    """
    if use not in ("scored", "gate"):
        return []
    found = []
    for field, text in texts.items():
        for ban in BANS:
            if word := ban.words.search(text or ""):
                found.append((field, f"“{word.group()}”不能计分：{ban.because}（{ban.key}）。用途改为只展示就能收"))
    return found


def out_of_reach(use: str, controllability: str) -> str | None:
    """Why an indicator nobody can move may not be scored, or None."""
    if use == "scored" and controllability == "low":
        return "可控性低的指标受大盘影响，不能计分。用途改为只展示就能收"
    return None


def not_a_target(code: str, name: str, use: str) -> str | None:
    """Why a priority or measure may not be bound to this indicator, or None."""
    if use == "scored":
        return None
    words = {"shown": "只展示", "gate": "只判有无", "own": "只给支部自己看"}[use]
    because = "执法结果和低可控的指标不设任务" if use == "shown" else "它不是业务上的目标"
    return f"{code} {name}{words}，不能作目标：{because}（D19）"


def may_write(scope, indicator: Indicator | None) -> str | None:
    """None for the head of the data owner (or of a unit above it), the district's officers and administrators."""
    if scope.is_administrator or scope.is_district_officer:
        return None
    if indicator is None:
        return "指标由关区党务干部或管理员登记"
    owner = indicator.data_owner
    if owner is not None and scope.unit_offices and scope.leads(owner.path):
        return None
    return f"口径由{owner.name if owner else '数据责任部门'}的负责人或关区党务干部改"
