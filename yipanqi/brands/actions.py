"""Writing brands and measures by hand. States move by arrows (``lifecycles``), links by ``objectives.linking``."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from yipanqi.brands import binding, rules
from yipanqi.brands.models import Brand, Measure
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.models import names_of
from yipanqi.kit.undo import way_back
from yipanqi.objectives.linking import NOBODY_CARRIES
from yipanqi.tasks.actions import reconcile

TRIES = 5
UNLINKED = "brands.unlinked"
BINDING = ("indicator", "baseline", "target", "deliverable", "accepting_unit", "due_on")
FASTER = "刚才有人改过，请刷新再改"


def found_brand(organization, *, by, scope, partners: Iterable = (), **facts) -> Brand:
    """Create a brand of a branch. Raises Refused: not yours (403)."""
    if sentence := rules.may_found(organization, scope):
        raise Refused(sentence)
    together = [each for each in partners if each.pk != organization.pk]
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                brand = Brand.objects.create(code=_next_code(), organization_id=organization.pk, **facts)
                brand.partners.set([each.pk for each in together])
                journal.record("brand.founded", brand, organization=organization.pk, by=by)
                return brand
        except IntegrityError:  # somebody took the number in the same moment
            continue
    raise Refused("编号一直被占，过一会再试", status=409)


def revise_brand(brand: Brand, *, by, scope, partners: Iterable = (), **facts) -> Brand:
    """Write the six elements. Raises Refused: not yours (403), somebody was faster (409)."""
    if sentence := rules.may_tend(brand, scope):
        raise Refused(sentence)
    changed = [name for name, value in facts.items() if getattr(brand, name) != value]
    together = {each.pk for each in partners} - {brand.organization_id}
    with transaction.atomic():
        _save(brand, facts)
        brand = Brand.objects.get(pk=brand.pk)
        if together != (before := set(brand.partners.values_list("pk", flat=True))):
            _must_not_wait_for_confirmation(brand, leaving=before - together)
            brand.partners.set(together)
            changed.append("partners")
        labels = names_of(Brand, changed)
        sentence = f"改了{labels}" if labels else ""
        journal.record("brand.revised", brand, organization=brand.organization_id, by=by, sentence=sentence)
    return brand


def _must_not_wait_for_confirmation(brand: Brand, leaving: set[int]) -> None:
    """Who did the work together does not leave in order to confirm it."""
    if leaving and brand.measures.filter(state="reported").exists():
        raise Refused("有措施已报完成还没确认，这时不能减少共建党组织", status=409)


def add_measure(brand: Brand, *, by, scope, **facts) -> Measure:
    """A new measure, claimed from the first moment. Raises Refused: not yours (403), an unclear aim (422)."""
    if sentence := rules.may_tend(brand, scope):
        raise Refused(sentence)
    facts = _completed(brand, facts)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                measure = Measure.objects.create(code=_next_measure_code(brand), brand=brand, **facts)
                journal.record("measure.added", measure, organization=brand.organization_id, by=by)
                look_again(measure)
                return measure
        except IntegrityError:
            continue
    raise Refused("编号一直被占，过一会再试", status=409)


def revise_measure(measure: Measure, *, by, scope, **facts) -> Measure:
    """Name, owner, Party element, start. Raises Refused: not yours (403), somebody was faster (409)."""
    if sentence := rules.may_change(measure, scope):
        raise Refused(sentence)
    if measure.is_settled and "owner" in facts and facts["owner"] != measure.owner:
        raise Refused("已经报完成，责任人不能再换；要换先收回", status=409)
    if measure.is_settled and "started_on" in facts and facts["started_on"] != measure.started_on:
        raise Refused("已经报完成，启动月份不能再改；要改先收回", status=409)
    changed = [name for name, value in facts.items() if getattr(measure, name) != value]
    with transaction.atomic():
        _save(measure, facts)
        measure = Measure.objects.select_related("brand").get(pk=measure.pk)
        labels = names_of(Measure, changed)
        if labels:
            journal.record(
                "measure.revised", measure, organization=measure.owner_organization_id, by=by, sentence=f"改了{labels}"
            )
    return measure


def bind(measure: Measure, *, by, scope, **facts) -> Measure:
    """Bind to an indicator, to a deliverable, or to nothing; the change is kept with before and after.

    Raises Refused: not yours (403), already reported (409), an unclear aim (422), somebody was faster (409).
    """
    if sentence := rules.may_change(measure, scope):
        raise Refused(sentence)
    if measure.is_settled:
        raise Refused("已经报完成，要改先收回", status=409)
    facts = _completed(measure.brand, facts, priority=measure.priority)
    before = _said(measure)
    with transaction.atomic():
        _save(measure, facts)
        measure = Measure.objects.select_related("brand", "indicator", "accepting_unit").get(pk=measure.pk)
        journal.record(
            "measure.bound", measure, organization=measure.owner_organization_id, by=by, before=before,
            after=_said(measure),
        )  # fmt: skip
        look_again(measure)
    return measure


def look_again(measure: Measure) -> None:
    """To-dos that hang on what this measure is bound to."""
    reconcile([UNLINKED], only={measure.brand_id})
    if measure.priority_id:
        reconcile([NOBODY_CARRIES], only={measure.priority_id})


@way_back("brands.added_measure")
@transaction.atomic
def take_back_measure(*, by, scope, pk: int) -> str:
    """Undo of adding: the row goes again, unless somebody has touched it since."""
    measure = Measure.objects.visible_to(scope).select_related("brand__organization").filter(pk=pk).first()
    if measure is None or measure.version != 1 or measure.state != "claimed" or rules.may_tend(measure.brand, scope):
        raise Refused("这项措施已经有人动过，不能撤销", status=409)
    brand, name, priority = measure.brand, measure.name, measure.priority_id
    journal.record("measure.taken_away", brand, organization=brand.organization_id, by=by, sentence=name)
    measure.delete()
    reconcile([UNLINKED], only={brand.pk})
    reconcile([NOBODY_CARRIES], only={priority} if priority else set())
    return f"撤销了，“{name}”没有加上"


def _completed(brand: Brand, facts: dict, *, priority=None) -> dict:
    """The facts with the accepting side filled in where it follows from the rest; refuses an unclear aim."""
    priority = facts.get("priority", priority)
    if facts.get("indicator") and not facts.get("accepting_unit"):
        found = binding.accepting_unit_of(brand, priority=priority, indicator=facts["indicator"])
        facts = {**facts, "accepting_unit": found}
    for _, sentence in binding.unsound(facts, brand):
        raise Refused(sentence, status=422)
    return facts


def _save(row, facts: dict) -> None:
    """Write the facts onto the version that was looked at; Refused when there is a newer one."""
    if not type(row).objects.filter(pk=row.pk, version=row.version).update(**facts, version=F("version") + 1):
        raise Refused(FASTER, status=409)


def _said(measure: Measure) -> str:
    """What a measure is bound to, in words that a timeline keeps."""
    if measure.indicator:
        return f"{measure.indicator.name} {measure.baseline} → {measure.target}，{measure.due_on or '没写期限'}"
    return f"交付{measure.deliverable}，{measure.due_on or '没写期限'}" if measure.deliverable else "空"


def _next_code() -> str:
    """``PP091``: the next number of all brands."""
    used = Brand.objects.filter(code__startswith="PP").values_list("code", flat=True)
    numbers = [int(code[2:]) for code in used if code[2:].isdecimal()]
    return f"PP{max(numbers, default=0) + 1:03}"


def _next_measure_code(brand: Brand) -> str:
    """``PP019-3``: the brand's number and the next of its measures."""
    stem = f"{brand.code}-"
    used = Measure.objects.filter(brand=brand, code__startswith=stem).values_list("code", flat=True)
    numbers = [int(code.removeprefix(stem)) for code in used if code.removeprefix(stem).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"
