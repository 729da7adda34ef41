"""A priority's arrows: 启动、暂缓、恢复、完成. The unit that raised it walks them."""

from yipanqi.kit.arrows import Lifecycle
from yipanqi.objectives import rules
from yipanqi.objectives.models import STATES

PRIORITY = Lifecycle("objectives.Priority", "state", STATES)

PRIORITY.arrow(
    "start", "启动", sources=["not_started"], target="active", event="priority.started", may=rules.raising_side,
    undo="unstart", consequence="上棋盘，各支部都能来接", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "pause", "暂缓", sources=["active"], target="paused", event="priority.paused", may=rules.raising_side,
    asks="暂缓的原因", undo="resume", consequence="从棋盘上收起，挂着的措施不动",
)  # fmt: skip
PRIORITY.arrow(
    "resume", "恢复", sources=["paused"], target="active", event="priority.resumed", may=rules.raising_side,
    undo="pause_again", consequence="回到棋盘上", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "finish", "完成", sources=["active"], target="done", event="priority.finished", may=rules.raising_side,
    undo="reopen", consequence="从棋盘上收起", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "reopen", "重新打开", sources=["done"], target="active", event="priority.reopened", may=rules.raising_side,
    undo="close_again", consequence="回到棋盘上",
)  # fmt: skip
PRIORITY.arrow(
    "unstart", "撤销启动", sources=["active"], target="not_started", event="priority.start_undone",
    may=rules.raising_side, only_undo=True,
)  # fmt: skip
PRIORITY.arrow(
    "pause_again", "撤销恢复", sources=["active"], target="paused", event="priority.resume_undone",
    may=rules.raising_side, only_undo=True,
)  # fmt: skip
PRIORITY.arrow(
    "close_again", "撤销重新打开", sources=["active"], target="done", event="priority.reopen_undone",
    may=rules.raising_side, only_undo=True,
)  # fmt: skip
