"""A priority's arrows: 启动、暂缓、恢复、完成. The unit that raised it walks them."""

from yipanqi.kit.arrows import Lifecycle
from yipanqi.objectives import rules
from yipanqi.objectives.models import STATES

PRIORITY = Lifecycle("objectives.Priority", "state", STATES)

PRIORITY.arrow(
    "start", "启动", sources=["not_started"], target="active", event="priority.started", may=rules.raising_side,
    consequence="上棋盘，各支部都能来接", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "pause", "暂缓", sources=["active"], target="paused", event="priority.paused", may=rules.raising_side,
    asks="暂缓的原因", consequence="从棋盘上收起，挂着的措施不动",
)  # fmt: skip
PRIORITY.arrow(
    "resume", "恢复", sources=["paused"], target="active", event="priority.resumed", may=rules.raising_side,
    consequence="回到棋盘上", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "finish", "完成", sources=["active"], target="done", event="priority.finished", may=rules.raising_side,
    undo="reopen", consequence="从棋盘上收起", primary=True,
)  # fmt: skip
PRIORITY.arrow(
    "reopen", "重新打开", sources=["done"], target="active", event="priority.reopened", may=rules.raising_side,
    consequence="回到棋盘上",
)  # fmt: skip
