"""Every verb of this room: adopt a scheme, order a run, take it up again, cancel it."""

from copy import deepcopy
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from yipanqi.assessment import packs, rules
from yipanqi.assessment.models import UNDER_WAY, Adoption, Run
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today


@transaction.atomic
def adopt(pack: packs.Pack, *, by, scope, resolution: str, resolved_on: date) -> Adoption:
    """Put a pack into force by the number of a resolution; what was in force until now is succeeded.

    Raises Refused: not for this person (403), without a number, with a day to come, or with an indicator that today's
    dictionary does not allow to be scored (422), or when somebody adopts one in the same moment (409).
    """
    if sentence := rules.may_adopt(scope):
        raise Refused(sentence)
    resolution = resolution.strip()
    if not resolution:
        raise Refused("没有决议文号，方案不能采用", status=422)
    if resolved_on > today():
        raise Refused("决议日期不能晚于今天", status=422)
    if wrong := packs.unfit(pack.content):
        raise Refused("；".join(wrong), status=422)
    for earlier in Adoption.objects.select_for_update().in_force():
        Adoption.objects.filter(pk=earlier.pk).update(state="ended", version=earlier.version + 1)
        journal.record("scheme.succeeded", earlier, by=by, sentence=resolution)
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                pack=pack.name, title=pack.title, pack_version=pack.version, digest=pack.digest,
                content=deepcopy(pack.content),  # the pack itself is kept for the next reader
                resolution=resolution, resolved_on=resolved_on, adopted_by=by,
            )  # fmt: skip
    except IntegrityError as faster:
        raise Refused("刚才已经有人采用了一个方案，请刷新看最新的情况", status=409) from faster
    journal.record("scheme.adopted", adoption, by=by, sentence=f"{resolution}，{resolved_on}")
    return adoption


@transaction.atomic
def order_run(adoption: Adoption, *, by, scope, start: date, end: date) -> Run:
    """Have the worker reckon a period. Raises Refused when one of the same period is under way (409)."""
    if sentence := rules.may_order(scope):
        raise Refused(sentence)
    adoption = Adoption.objects.select_for_update().get(pk=adoption.pk)  # orders come one after the other
    if adoption.state != "in_force":
        raise Refused("方案已经停用，先按决议采用一个", status=409)
    same = Run.objects.filter(adoption=adoption, start=start, end=end, state__in=UNDER_WAY)
    if same.exists():
        raise Refused("这一期正在算，等它算完", status=409)
    run = Run.objects.create(adoption=adoption, start=start, end=end, ordered_by=by)
    journal.record("run.ordered", run, by=by, sentence=run.period_words)
    _hand_over(run)
    return run


@transaction.atomic
def take_up_again(run: Run, *, by, scope) -> Run:
    """Begin anew what failed, was cancelled or fell silent: nothing of it was kept."""
    if sentence := rules.may_order(scope):
        raise Refused(sentence)
    if not (run.is_stale or run.state in ("failed", "cancelled")):
        raise Refused("这一次没有停住，不用重新算", status=409)
    moved = Run.objects.filter(pk=run.pk, state=run.state, attempt=run.attempt).update(
        state="queued", attempt=run.attempt + 1, step="", done_count=0, total_count=0, failure="",
        beat_at=timezone.now(),
    )  # fmt: skip
    if not moved:
        raise Refused("刚才已经有人办过这一步了，请刷新看最新的情况", status=409)
    run.refresh_from_db()
    journal.record("run.resumed", run, by=by)
    _hand_over(run)
    return run


@transaction.atomic
def cancel(run: Run, *, by, scope) -> None:
    """Give up what is under way; the worker notices at its next beat."""
    if sentence := rules.may_order(scope):
        raise Refused(sentence)
    if not Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(state="cancelled"):
        raise Refused("已经算完了，不用取消", status=409)
    journal.record("run.cancelled", run, by=by)


def _hand_over(run: Run) -> None:
    from yipanqi.assessment.jobs import prepare_run

    attempt = run.attempt
    transaction.on_commit(lambda: prepare_run.enqueue(run.pk, attempt))
