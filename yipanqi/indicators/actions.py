"""Writing the dictionary: one indicator by hand, or a workbook of them. Every change leaves a dated version."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from yipanqi.indicators import rules
from yipanqi.indicators.models import Indicator, IndicatorVersion
from yipanqi.indicators.wording import changes, wording
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.workbook.saving import update_all

PLAIN = (
    "name", "side", "definition", "formula", "unit_of_measure", "direction", "controllability", "frequency", "floor",
    "target", "function_groups", "source", "use", "sensitivity",
)  # fmt: skip


def define(
    *, by, scope, code: str, guards: Iterable[Indicator] = (), from_on: date | None = None, **facts
) -> Indicator:
    """Register a new indicator. Raises Refused: not yours (403), a forbidden source or use, or a used code (422)."""
    if sentence := rules.may_write(scope, None):
        raise Refused(sentence)
    _refuse_forbidden(facts)
    try:
        with transaction.atomic():
            indicator = Indicator.objects.create(code=code, **facts)
            indicator.guards.set(guards)
            _keep_version(indicator, from_on or today())
            journal.record("indicator.defined", indicator, organization=indicator.data_owner_id, by=by)
    except IntegrityError:
        raise Refused(f"代码 {code} 已经有了，换一个", status=422) from None
    return indicator


def revise(
    indicator: Indicator, *, by, scope, guards: Iterable[Indicator] = (), from_on: date | None = None, **facts
) -> Indicator:
    """Change the wording from a day on (today unless given; never a future one, nor before the present wording).

    Raises Refused: not yours (403), forbidden (422), somebody was faster (409).
    """
    if sentence := rules.may_write(scope, indicator):
        raise Refused(sentence)
    _refuse_forbidden(facts)
    day = from_on or today()
    with transaction.atomic():
        _refuse_day(indicator, day)
        moved = Indicator.objects.filter(pk=indicator.pk, version=indicator.version)
        if not moved.update(**facts, version=F("version") + 1):
            raise Refused("刚才有人改过这个指标，请刷新再改", status=409)
        indicator = Indicator.objects.get(pk=indicator.pk)
        indicator.guards.set(guards)
        if changed := _keep_version(indicator, day):
            journal.record(
                "indicator.revised", indicator, organization=indicator.data_owner_id, by=by, from_on=str(day),
                sentence=";".join(f"{each.label}:{each.before} → {each.after}" for each in changed)[:300],
            )  # fmt: skip
    return indicator


@transaction.atomic
def enter_indicators(rows: Sequence, *, by, batch) -> None:
    """The bulk verb of the import: new and changed rows of a checked workbook, in a handful of statements."""
    new, old = [row for row in rows if row.is_new], [row for row in rows if not row.is_new]
    Indicator.objects.bulk_create([_fresh(row) for row in new], batch_size=500)
    standing = Indicator.objects.in_bulk([row.id for row in old])
    for row in old:
        _overwrite(standing[row.id], row)
    update_all(standing.values(), [*PLAIN, "data_owner", "version"])
    written = Indicator.objects.filter(code__in=[row.key[0] for row in rows]).select_related("data_owner")
    by_code = {each.code: each for each in written}
    _set_guards(rows, by_code)
    _keep_versions(list(by_code.values()))


def _refuse_forbidden(facts: Mapping) -> None:
    texts = {name: facts.get(name, "") for name in ("name", "definition", "formula", "source")}
    for _, sentence in rules.refusals(facts.get("use", ""), **texts):
        raise Refused(sentence, status=422)
    if far := rules.out_of_reach(facts.get("use", ""), facts.get("controllability", "")):
        raise Refused(far, status=422)


def _refuse_day(indicator: Indicator, day: date) -> None:
    if day > today():
        raise Refused("生效日期不能晚于今天，还没生效的口径到那天再改", status=422)
    present = indicator.versions.open().first()
    if present and present.from_on and present.from_on > day:
        raise Refused(f"现行口径从 {present.from_on} 起，生效日期不能更早", status=422)


def _keep_version(indicator: Indicator, day: date | None) -> list:
    """Close the open version on ``day`` and open the new one; a second change on one day rewrites it."""
    owner = indicator.data_owner.name if indicator.data_owner else ""
    text = wording(indicator, guards=list(indicator.guards.values_list("code", flat=True)), data_owner=owner)
    present = indicator.versions.open().first()
    changed = changes(present.text, text) if present else []
    if present and not changed:
        return []
    if present and present.from_on == day:
        IndicatorVersion.objects.filter(pk=present.pk).update(text=text)
        return changed
    if present:
        IndicatorVersion.objects.filter(pk=present.pk).update(until_on=day)
    IndicatorVersion.objects.create(indicator=indicator, from_on=day, text=text)
    return changed


def _fresh(row) -> Indicator:
    """An indicator from a row; what the workbook does not say keeps the model's default."""
    return Indicator(code=row.key[0], data_owner_id=row.ids.get("data_owner"), **_plain(row))


def _overwrite(indicator: Indicator, row) -> None:
    for name, value in _plain(row).items():
        setattr(indicator, name, value)
    if "data_owner" in row:
        indicator.data_owner_id = row.ids.get("data_owner")
    indicator.version += 1


def _plain(row) -> dict:
    """The plain fields the workbook says, decimals as the floats the database keeps."""
    said = {name: row[name] for name in PLAIN if name in row}
    for name in ("floor", "target"):
        if said.get(name) is not None:
            said[name] = float(said[name])
    return said


def _set_guards(rows: Sequence, by_code: Mapping[str, Indicator]) -> None:
    said = [row for row in rows if "guards" in row]
    wanted = {code for row in said for code in row["guards"]}
    ids = dict(Indicator.objects.filter(code__in=wanted).values_list("code", "pk"))
    through = Indicator.guards.through
    through.objects.filter(from_indicator__in=[by_code[row.key[0]].pk for row in said]).delete()
    through.objects.bulk_create(
        through(from_indicator_id=by_code[row.key[0]].pk, to_indicator_id=ids[code])
        for row in said
        for code in row["guards"]
    )


def _keep_versions(indicators: Sequence[Indicator]) -> None:
    """Versions for a whole workbook: what is new held from ever, what changed holds from today."""
    keys = [each.pk for each in indicators]
    guards: dict[int, list[str]] = {key: [] for key in keys}
    pairs = Indicator.guards.through.objects.filter(from_indicator__in=keys)
    for key, code in pairs.values_list("from_indicator_id", "to_indicator__code"):
        guards[key].append(code)
    present = {each.indicator_id: each for each in IndicatorVersion.objects.open().filter(indicator__in=keys)}
    rewritten, closed, opened = [], [], []
    for each in indicators:
        text = wording(each, guards=guards[each.pk], data_owner=each.data_owner.name if each.data_owner else "")
        before = present.get(each.pk)
        if before is None:
            opened.append(IndicatorVersion(indicator=each, text=text))
        elif before.from_on == today():
            before.text = text
            rewritten.append(before)
        elif changes(before.text, text):
            closed.append(before.pk)
            opened.append(IndicatorVersion(indicator=each, from_on=today(), text=text))
    IndicatorVersion.objects.filter(pk__in=closed).update(until_on=today())
    update_all(rewritten, ["text"])
    IndicatorVersion.objects.bulk_create(opened, batch_size=500)
