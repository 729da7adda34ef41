"""The words of this room's events on a timeline."""

from yipanqi.events.timeline import SENTENCES

SENTENCES.update(
    {
        "indicator.defined": "登记指标",
        "indicator.revised": "改了口径",
        "observation.remarked": "补记一件同期的事",
        "observation.remark_taken_back": "撤销补记",
    }
)
