"""Bulk verbs behind the workbook of brands and measures. The engine calls them in its transaction."""

from collections.abc import Sequence

from yipanqi.brands.models import Brand, Measure
from yipanqi.kit.workbook import Row
from yipanqi.kit.workbook.saving import update_all

BRAND_FIELDS = ("name", "emblem", "concept", "standards", "state", "founded_year", "approved_on", "results")
MEASURE_FIELDS = (
    "name", "party_element", "baseline", "target", "due_on", "started_on", "deliverable", "state", "confirmed_on",
)  # fmt: skip
REFERENCES = {
    "owner": "owner", "priority": "priority", "indicator": "indicator", "accepting_unit": "accepting_unit",
    "confirmed_by": "confirmed_by",
}  # fmt: skip
# What a report or a return left on a measure: gone when a workbook says that it stands elsewhere now.
MARKS = {"reported_at": None, "reported_by_id": None, "report": "", "returned_because": ""}


def enter_brands(rows: Sequence[Row]) -> None:
    """New and changed brands with the organisations that lead and share them."""
    known = Brand.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _fill_brand(known[row.id], row)
            known[row.id].version += 1
    update_all(known.values(), [*BRAND_FIELDS, "organization", "version"])
    Brand.objects.bulk_create([_fill_brand(Brand(code=row.key[0]), row) for row in rows if row.is_new], batch_size=500)
    _share(rows)


def enter_measures(rows: Sequence[Row]) -> None:
    """New and changed measures. A workbook may move a state; what it contradicts (a report) is taken off with it."""
    brands = dict(Brand.objects.filter(code__in={row.now("brand") for row in rows}).values_list("code", "pk"))
    known = Measure.objects.in_bulk([row.id for row in rows if not row.is_new])
    for row in rows:
        if not row.is_new:
            _fill_measure(known[row.id], row, brands)
            known[row.id].version += 1
    written = [*MEASURE_FIELDS, *REFERENCES, "brand", "reported_at", "reported_by", "report", "returned_because"]
    update_all(known.values(), [*written, "serves_none_because", "version"])
    fresh = [_fill_measure(Measure(code=row.key[0]), row, brands) for row in rows if row.is_new]
    Measure.objects.bulk_create(fresh, batch_size=500)


def _fill_brand(brand: Brand, row: Row) -> Brand:
    for name in BRAND_FIELDS:
        if name in row:
            setattr(brand, name, row[name])
    if row.get("organizations"):
        brand.organization_id = row.ids["organizations"][0]
    return brand


def _share(rows: Sequence[Row]) -> None:
    said = [row for row in rows if "organizations" in row and (row.is_new or "organizations" in row.changed)]
    ids = dict(Brand.objects.filter(code__in=[row.key[0] for row in said]).values_list("code", "pk"))
    through = Brand.partners.through
    through.objects.filter(brand__in=ids.values()).delete()
    through.objects.bulk_create(
        through(brand_id=ids[row.key[0]], partyorganization_id=partner)
        for row in said
        for partner in row.ids["organizations"][1:]
    )


def _fill_measure(measure: Measure, row: Row, brands: dict[str, int]) -> Measure:
    before = measure.state
    for name in MEASURE_FIELDS:
        if name in row:
            value = row[name]
            setattr(measure, name, float(value) if name in ("baseline", "target") and value is not None else value)
    for name in REFERENCES:
        if name in row:
            setattr(measure, f"{name}_id", row.ids.get(name))
    if "brand" in row:
        measure.brand_id = brands[row["brand"]]
    if measure.priority_id:
        measure.serves_none_because = ""
    if not row.is_new and measure.state != before:
        for name, nothing in MARKS.items():
            setattr(measure, name, nothing)
    return measure
