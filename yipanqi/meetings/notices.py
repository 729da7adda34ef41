"""The words of this room's events on a timeline."""

from yipanqi.events.timeline import SENTENCES

SENTENCES.update({"agendaitem.linked": "挂到业务重点", "agendaitem.set_apart": "不关联业务重点"})
