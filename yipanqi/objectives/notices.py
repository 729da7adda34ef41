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
        "priority.start_undone": "撤销启动",
        "priority.resume_undone": "撤销恢复",
        "priority.reopen_undone": "撤销重新打开",
    }
)
