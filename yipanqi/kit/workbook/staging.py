"""A workbook from upload to preview: read, matched, checked, compared, packed. Nothing of it is in the database proper.

A batch is ready only when the last staged row is written; a killed process leaves one that is still "reading", and
reading it again begins with a clean slate.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone

from yipanqi.kit import journal
from yipanqi.kit.workbook import headers, uploads
from yipanqi.kit.workbook.checking import Context, Part, check
from yipanqi.kit.workbook.extracting import Extracted, extract
from yipanqi.kit.workbook.failpoint import reach
from yipanqi.kit.workbook.headers import Match
from yipanqi.kit.workbook.kinds import KINDS, Kind
from yipanqi.kit.workbook.models import WAITING, Batch, Faulty, HeaderMemory, Staged
from yipanqi.kit.workbook.packing import FIELDS, NOTES, OUTCOME, PACK, pack_cells, pack_remarks, pack_row
from yipanqi.kit.workbook.progress import Heartbeat, Report
from yipanqi.kit.workbook.reading import FileRefused, Sheet, read
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME, Row

PACKS_AT_ONCE, FAULTY_AT_ONCE = 5, 5000  # rows of ours in one transaction
LISTED = 12  # rows or columns a note names
SLICE = 2 * PACK  # rows checked together where no row refers to another of the same workbook


def receive(pieces: Iterable[bytes], name: str, kind: Kind | None, *, by) -> Batch:
    """Take in a file; without a ``kind`` its headers will tell. Its name is kept for show, without any folder."""
    digest, size = uploads.store(pieces)
    shown = name.replace("\\", "/").rsplit("/", 1)[-1][-200:] or "未命名"
    return Batch.objects.create(kind=kind.slug if kind else "", name=shown, digest=digest, size=size, uploaded_by=by)


def stage(batch: Batch, report: Report | None = None) -> Batch:
    """Read a batch's file up to the preview (``ready``), to the matching of headers, or to its refusal."""
    claimed = Batch.objects.filter(pk=batch.pk, state__in=("received", "matching", "ready", "failed"), applied_at=None)
    if not claimed.update(state="reading", beat_at=timezone.now(), step=""):
        batch.refresh_from_db()
        return batch
    batch.state = "reading"
    heart = Heartbeat(batch, report)
    try:
        _stage(batch, heart)
    except FileNotFoundError:
        refuse(batch, "文件已经清除了，请重新上传")
    except FileRefused as refusal:
        refuse(batch, str(refusal))
    except Exception:
        Batch.objects.filter(pk=batch.pk).update(state="failed")
        raise
    return batch


def refuse(batch: Batch, sentence: str) -> None:
    """Turn the file away. The batch stays as a line in the list; the file and whatever was staged go."""
    with transaction.atomic():
        _clear(batch)
        batch.state, batch.refusal, batch.erased_at = "refused", sentence, timezone.now()
        batch.save(update_fields=["state", "refusal", "erased_at"])
    release(batch)


def give_up(batch: Batch, *, by) -> bool:
    """Let go of a batch that was not applied, with all it holds. False when it has been applied meanwhile."""
    waiting = Batch.objects.filter(pk=batch.pk, state__in=("received", "matching", "ready", "failed"))
    with transaction.atomic():
        if not waiting.update(state="given_up", erased_at=timezone.now()):
            return False
        _clear(batch)
        journal.record("import.given_up", batch, by=by, file=batch.name)
    release(batch)
    return True


def forget(batch: Batch) -> None:
    """Remove a batch that was only a trial."""
    Batch.objects.filter(pk=batch.pk).update(state="given_up")
    release(batch)
    batch.delete()


def release(batch: Batch) -> None:
    """Discard the stored file unless another batch still waits for the same one."""
    if not Batch.objects.filter(digest=batch.digest, state__in=WAITING).exclude(pk=batch.pk).exists():
        uploads.discard(batch.digest)


def remembered(kind: Kind) -> dict[str, dict[str, str]]:
    """Table -> plain header -> field, as this district has matched them before."""
    memory: dict[str, dict[str, str]] = {table.slug: {} for table in kind.tables}
    for table, header, field in HeaderMemory.objects.filter(table__in=memory).values_list("table", "header", "field"):
        memory[table][header] = field
    return memory


def _stage(batch: Batch, heart: Heartbeat) -> None:
    heart.beat("读文件")
    book = read(uploads.load(batch.digest), batch.name)
    reach("stage.read")
    kind = KINDS.get(batch.kind) or _recognise(batch, book.sheets)
    found = headers.matches(kind, book.sheets, remembered(kind))
    for match in found:
        headers.rename(match, batch.decided.get(match.table.slug, {}))
    if other := headers.likelier_kind(kind, KINDS.values(), book.sheets, found):
        raise FileRefused("wrong_kind", f"这像是“{other.label}”的表，请到“{other.label}”那里导入")
    if not found:
        words = "、".join(field.header for field in kind.fields.values() if field.required)
        raise FileRefused("no_header", f"没有找到“{kind.label}”的表头，至少要有这几列：{words}")
    extracted = [extract(match) for match in found]
    batch.sheets = [_describe(match, data) for match, data in zip(found, extracted, strict=True)]
    batch.notes = _file_notes(book.sheets, found, extracted)
    if not all(match.has_key for match in found):
        with transaction.atomic():
            batch.state = "matching"
            batch.save(update_fields=["state", "sheets", "notes"])
            journal.record("import.staged", batch, by=batch.uploaded_by, file=batch.name)
        return
    _write(batch, kind, _checked(kind, found, extracted, heart))


def _recognise(batch: Batch, sheets: list[Sheet]) -> Kind:
    """The kind whose headers these are."""
    kind = headers.likelier_kind(None, KINDS.values(), sheets, [])
    if kind is None:
        raise FileRefused("unknown_kind", "认不出这是哪一种表，请先选好种类再上传")
    Batch.objects.filter(pk=batch.pk).update(kind=kind.slug)
    batch.kind = kind.slug
    return kind


def _checked(
    kind: Kind, found: list[Match], extracted: list[Extracted], heart: Heartbeat
) -> Iterator[tuple[str, str, list]]:
    """(table, sheet, packed rows or faulty ones), slice by slice, so that memory does not grow with the workbook."""
    context, done = Context(), 0
    total = sum(len(data.numbers) for data in extracted)
    parts = [Part(match.table, match.sheet.name, data.rows) for match, data in zip(found, extracted, strict=True)]
    for group in [parts] if kind.is_one_piece else [[part] for part in _slices(parts)]:
        for part, rows in zip(group, check(group, context), strict=True):
            yield part.table.slug, part.sheet, [_outgoing(part.table, row) for row in rows]
            done += len(rows)
        heart.beat("逐行检查", done, total)


def _slices(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        rows = iter(part.rows)
        while piece := list(islice(rows, SLICE)):
            yield Part(part.table, part.sheet, piece)


def _outgoing(table, row: Row) -> list | Faulty:
    if row.outcome != FAULTY:
        return pack_row(table, row)
    return Faulty(
        table=table.slug,
        sheet=row.sheet,
        number=row.number,
        cells=pack_cells(row.cells),
        faults=pack_remarks(row.faults),
        notes=pack_remarks(row.notes),
    )


def _write(batch: Batch, kind: Kind, checked: Iterable[tuple[str, str, list]]) -> None:
    """Put the staged rows down as they come, then make the batch ready."""
    counts = dict.fromkeys((NEW, CHANGED, SAME, FAULTY, "noted"), 0)
    _clear(batch)
    place = 0
    for table, sheet, rows in checked:
        good = [row for row in rows if isinstance(row, list)]
        for row in good:
            counts[row[OUTCOME]] += 1
            counts["noted"] += bool(row[NOTES])
        kept_back = [row for row in rows if isinstance(row, Faulty)]
        counts[FAULTY] += len(kept_back)
        for each in kept_back:
            each.batch = batch
        cut = [good[start : start + PACK] for start in range(0, len(good), PACK)]
        packs = [
            Staged(batch=batch, table=table, sheet=sheet, place=at, rows=pack, counts=_pack_counts(pack))
            for at, pack in enumerate(cut, start=place)
        ]
        place += len(packs)
        _store(Staged, packs, PACKS_AT_ONCE)
        _store(Faulty, kept_back, FAULTY_AT_ONCE)
    with transaction.atomic():
        batch.state, batch.staged_at = "ready", timezone.now()
        batch.counts = counts | {"staged": {name: counts[name] for name in (NEW, CHANGED, SAME)}}
        batch.save(update_fields=["state", "sheets", "notes", "counts", "staged_at"])
        journal.record("import.staged", batch, by=batch.uploaded_by, file=batch.name)
        reach("stage.written")


def _store(model: type[Staged] | type[Faulty], rows: Sequence, at_once: int) -> None:
    """Insert some at a time: nobody looks at them before the batch is ready, and no other writer waits long."""
    for start in range(0, len(rows), at_once):
        model.objects.bulk_create(rows[start : start + at_once], batch_size=200)


def _pack_counts(rows: list[list]) -> dict:
    """What a pack holds, so that a page need not open it to know."""
    outcomes = Counter(row[OUTCOME] for row in rows)
    noted = sum(bool(row[NOTES]) for row in rows)
    changed = Counter(name for row in rows if row[OUTCOME] == CHANGED for name in row[FIELDS])
    return {**outcomes, "noted": noted, "fields": changed}


def _clear(batch: Batch) -> None:
    batch.staged.all().delete()
    batch.faulty.all().delete()
    batch.traces.all().delete()


def _describe(match: Match, data: Extracted) -> dict:
    """How one sheet was read, for the preview and the batch page."""
    return {
        "name": match.sheet.name,
        "table": match.table.slug,
        "header_row": match.row + 1,
        "columns": [
            {"header": text, "field": match.fields[column], "doubtful": column in match.doubtful}
            for column, text in sorted(match.headers.items())
        ],
        "missing": match.missing,
        "rows": len(data.numbers),
        "skipped": data.skipped,
    }


def _file_notes(sheets, found: list[Match], extracted: list[Extracted]) -> list[str]:
    """What deserves a look about the file as a whole."""
    notes: list[str] = []
    for match, data in zip(found, extracted, strict=True):
        notes += _sheet_notes(match, data, f"“{match.sheet.name}”表：" if len(found) > 1 else "")
    read_names = {match.sheet.name for match in found}
    for sheet in sheets:
        if not sheet.visible and sheet.name not in read_names and any(map(any, sheet.rows)):
            notes.append(f"工作表“{sheet.name}”是隐藏的，没有读")
    return notes


def _sheet_notes(match: Match, data: Extracted, where: str) -> Iterator[str]:
    sheet = match.sheet
    if not data.numbers:
        yield f"{where}没有数据行，只有表头"
    if not sheet.visible:
        yield f"{where}这张表是隐藏的，照样读入"
    if hidden := sorted(sheet.hidden_rows.intersection(data.numbers)):
        yield f"{where}第{_listed(hidden)}行是隐藏的，照样读入"
    columns = [f"“{match.headers[column]}”" for column in sorted(sheet.hidden_columns) if match.fields.get(column)]
    if columns:
        yield f"{where}{''.join(columns)}{len(columns)} 列是隐藏的，照样读入"
    formulas = [f"“{match.headers[column]}”" for column in sorted(sheet.formula_columns) if match.fields.get(column)]
    if formulas:
        yield f"{where}{''.join(formulas)}里有公式，读的是表格软件上次算出的结果"
    yield from (f"{where}{words}" for words in _columns_left_out(match))
    if skipped := [number for number in data.skipped if number > match.row + 1]:
        yield f"{where}第{_listed(skipped)}行是合计、签字或说明，跳过了"


def _columns_left_out(match: Match) -> Iterator[str]:
    """Columns that say nothing here: unknown ones, and second ones of a field that was read elsewhere."""
    unknown = [f"“{match.headers[column]}”" for column in match.doubtful if not headers.means(match, column)]
    if unknown:
        shown = "".join(unknown[:LISTED]) + ("等" if len(unknown) > LISTED else "")
        yield f"{shown}{len(unknown)} 列没有对应的内容，没有读"
    for column in match.doubtful:
        if name := headers.means(match, column):
            header, read = match.headers[column], match.header_of(name)
            yield (
                f"有两列“{read}”，只读了左边那列"
                if header == read
                else f"“{header}”和“{read}”是同一内容，只读了“{read}”"
            )


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:LISTED]))
    return shown if len(numbers) <= LISTED else f"{shown} 等 {len(numbers)} "
