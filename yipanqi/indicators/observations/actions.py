"""Writing a sentence beside a figure, and taking it back within ten seconds."""

from datetime import date

from django.db import transaction

from yipanqi.indicators.observations.models import Observation, Remark
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.undo import way_back


@transaction.atomic
def remark(observation: Observation, *, by, scope, sentence: str, month: date | None = None) -> Remark:
    """Note what happened in a month of the series this observation belongs to (its own month unless given).

    Raises Refused: the series is not yours to see (403), nothing said (422).
    """
    if not Observation.objects.visible_to(scope).filter(pk=observation.pk).exists():
        raise Refused("看得到这项数的人才能补记")
    if not sentence.strip():
        raise Refused("写一句发生了什么", status=422)
    written = Remark.objects.create(
        organization_id=observation.organization_id,
        indicator_id=observation.indicator_id,
        period_start=month or observation.period_start,
        sentence=sentence.strip(),
        written_by=by,
    )
    _tell(observation, "observation.remarked", by, written)
    return written


@way_back("indicators.remark")
@transaction.atomic
def take_back_remark(*, by, scope, pk: int, observation: int) -> str:
    """Undo: the sentence goes again; only who wrote it may."""
    written = Remark.objects.filter(pk=pk, written_by=by).first()
    figure = Observation.objects.visible_to(scope).filter(pk=observation).first()
    if written is None or figure is None:
        raise Refused("这一句已经不在了", status=409)
    written.delete()
    _tell(figure, "observation.remark_taken_back", by, written)
    return "撤销了，那一句没有记下"


def _tell(observation: Observation, kind: str, by, written: Remark) -> None:
    journal.record(
        kind, observation, organization=observation.organization_id, by=by,
        sentence=f"{written.period_start:%Y-%m}：{written.sentence}",
    )  # fmt: skip
