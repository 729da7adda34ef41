"""The words of this room's events on a timeline."""

from yipanqi.events.timeline import SENTENCES

SENTENCES.update(
    {
        "priority.raised": "提出",
        "priority.revised": "改了内容",
        "priority.started": "启动",
        "priority.paused": "暂缓",
        "priority.resumed": "恢复",
        "priority.finished": "完成",
        "priority.reopened": "重新打开",
    }
)
