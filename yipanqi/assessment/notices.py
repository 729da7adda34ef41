"""The words of this room's events on a timeline."""

from yipanqi.events.timeline import SENTENCES

SENTENCES.update(
    {
        "scheme.adopted": "按决议采用",
        "scheme.ended": "停用",
        "scheme.succeeded": "被新的决议替换",
        "run.ordered": "交给后台算",
        "run.resumed": "重新算",
        "run.cancelled": "取消",
        "run.done": "算好",
        "run.failed": "没算成",
    }
)
