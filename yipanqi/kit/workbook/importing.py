"""A whole import without pages: what the command line and the demo do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yipanqi.kit.workbook import applying, jobs, staging
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import Batch
from yipanqi.kit.workbook.progress import Report
from yipanqi.kit.workbook.reading import LIMITS, refusal
from yipanqi.kit.workbook.rows import CHANGED, NEW, SAME

Told = dict[str, str | int | None]


@dataclass
class Outcome:
    """What became of one file. ``faulty`` and ``notes`` are {"sheet", "row", "column", "reason"}, one a remark.

    ``row`` is the number the spreadsheet shows, ``column`` the header as it stands in the file; a note about the file
    as a whole has neither. ``batch`` is None when nothing was kept of it.
    """

    refused: str | None = None
    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: list[Told] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    batch: Batch | None = None

    @property
    def faulty_rows(self) -> int:
        return len({(each["sheet"], each["row"]) for each in self.faulty})


def import_file(slug: str, path: Path, *, by=None, dry_run=False, report: Report | None = None) -> Outcome:
    """Read, check and (unless ``dry_run``) apply a workbook. Good rows go in, faulty ones stay with the batch."""
    if not path.is_file():
        return Outcome(refused=f"找不到文件 {path}")
    if path.stat().st_size > LIMITS.file_bytes:
        return Outcome(refused=str(refusal.too_big(LIMITS.file_bytes // 1024 // 1024)))
    batch = staging.receive([path.read_bytes()], path.name, KINDS[slug], by=by)
    jobs.erase_in_time()
    staging.stage(batch, report)
    if batch.state == "matching":
        missing = "、".join(header for sheet in batch.sheets for header in sheet["missing"])
        staging.refuse(batch, f"缺少这几列：{missing}；在页面上导入可以把别的列对上去")
    outcome = Outcome(refused=batch.refusal or None, batch=batch)
    if not outcome.refused:
        outcome.faulty = list(_faulty(batch))
        outcome.notes = [_told("", None, "", note) for note in batch.notes] + list(_notes(batch))
        counts = batch.counts if dry_run else applying.apply(batch, by=by, report=report).applied
        outcome.new, outcome.changed, outcome.same = counts[NEW], counts[CHANGED], counts[SAME]
    if dry_run:
        staging.forget(batch)
        outcome.batch = None
    return outcome


def header_in(batch: Batch, table: str, sheet: str, name: str) -> str:
    """How the file itself calls a field; our own word where it has no such column."""
    for each in batch.sheets:
        if each["table"] == table and each["name"] == sheet:
            for column in each["columns"]:
                if column["field"] == name:
                    return column["header"]
    known = KINDS[batch.kind].by_slug[table].fields.get(name)
    return known.header if known else ""


def _faulty(batch: Batch) -> Iterator[Told]:
    for row in batch.faulty.all():
        for remark in row.faults:
            yield _told(row.sheet, row.number, header_in(batch, row.table, row.sheet, remark[0]), remark[1])


def _notes(batch: Batch) -> Iterator[Told]:
    for pack in batch.staged.filter(counts__noted__gt=0).order_by("place").iterator(chunk_size=1):
        for number, _, _, _, notes, _ in pack.rows:
            for name, text in notes:
                yield _told(pack.sheet, number, header_in(batch, pack.table, pack.sheet, name), text)


def _told(sheet: str, row: int | None, column: str, reason: str) -> Told:
    return {"sheet": sheet, "row": row, "column": column, "reason": reason}


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Several files as one: counts added, the first refusal said."""
    whole = Outcome()
    for each in outcomes:
        whole.refused = whole.refused or each.refused
        whole.new, whole.changed, whole.same = (
            whole.new + each.new,
            whole.changed + each.changed,
            whole.same + each.same,
        )
        whole.faulty += each.faulty
        whole.notes += each.notes
    return whole
