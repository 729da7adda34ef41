"""A measure's arrows: 认领 -> 在做 -> 报完成 -> 接收方确认 / 退回."""

from yipanqi.brands import rules
from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.kit.arrows import Lifecycle
from yipanqi.kit.clock import today

MEASURE = Lifecycle("brands.Measure", "state", MEASURE_STATES)

MEASURE.arrow(
    "start", "开始做", sources=["claimed"], target="doing", event="measure.started", may=rules.doing_side,
    undo="put_back", primary=True,
)  # fmt: skip
MEASURE.arrow(
    "resume", "接着做", sources=["returned"], target="doing", event="measure.resumed", may=rules.doing_side,
    undo="lay_back", primary=True,
)  # fmt: skip
MEASURE.arrow(
    "report", "报完成", sources=["doing"], target="reported", event="measure.reported", may=rules.doing_side,
    undo="take_back", asks="完成说明", consequence="接收方会收到待办", primary=True,
    stamps=lambda by, at, sentence: {
        "reported_at": at, "reported_by": by, "report": sentence, "returned_because": "",
    },
)  # fmt: skip
MEASURE.arrow(
    "take_back", "收回", sources=["reported"], target="doing", event="measure.taken_back", may=rules.doing_side,
    stamps=lambda by, at, sentence: {"reported_at": None, "reported_by": None, "report": ""},
)  # fmt: skip
MEASURE.arrow(
    "confirm", "确认收到并可用", sources=["reported"], target="confirmed", event="measure.confirmed",
    may=rules.accepting_side, undo="reopen", consequence="会写上你的名字和日子", primary=True,
    stamps=lambda by, at, sentence: {"confirmed_by": by.person, "confirmed_on": today()},
)  # fmt: skip
MEASURE.arrow(
    "return", "退回", sources=["reported"], target="returned", event="measure.returned", may=rules.accepting_side,
    asks="退回原因", undo="keep", stamps=lambda by, at, sentence: {"returned_because": sentence},
)  # fmt: skip
MEASURE.arrow(
    "reopen", "撤销确认", sources=["confirmed"], target="reported", event="measure.reopened", may=rules.accepting_side,
    only_undo=True,
    stamps=lambda by, at, sentence: {"confirmed_by": None, "confirmed_on": None},
)  # fmt: skip
MEASURE.arrow(
    "put_back", "撤销开始", sources=["doing"], target="claimed", event="measure.put_back", may=rules.doing_side,
    only_undo=True,
)  # fmt: skip
MEASURE.arrow(
    "lay_back", "撤销接着做", sources=["doing"], target="returned", event="measure.laid_back", may=rules.doing_side,
    only_undo=True,
)  # fmt: skip
MEASURE.arrow(
    "keep", "撤销退回", sources=["returned"], target="reported", event="measure.kept", may=rules.accepting_side,
    only_undo=True, stamps=lambda by, at, sentence: {"returned_because": ""},
)  # fmt: skip
