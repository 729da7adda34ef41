"""What the preview page is drawn from."""

from yipanqi.kit.pager import pager
from yipanqi.kit.request import Request
from yipanqi.kit.workbook import mending, previewing
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import Batch
from yipanqi.kit.workbook.pages.columns import strip
from yipanqi.kit.workbook.pages.fetching import is_uploader
from yipanqi.kit.workbook.previewing import CHIPS, NOTED, TABS, changed_fields, faulty_page, staged_page
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME

FEW = 5  # changes shown below the faulty rows
LEAST = 0.4  # per cent of the bar that the smallest share gets


def preview_context(request: Request, batch: Batch) -> dict:
    counts = batch.counts
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in (FAULTY, CHANGED, NEW, SAME) if counts.get(name)), NOTED)
    only, page = request.GET.get("only", ""), _whole(request.GET.get("page"))
    fields = changed_fields(batch)
    shown = (
        faulty_page(batch, page, with_identity=is_uploader(request, batch))
        if tab == FAULTY
        else staged_page(batch, tab, page, only)
    )
    total = sum(counts[name] for name in (NEW, CHANGED, SAME, FAULTY))
    return {
        "total": total,
        "writes": counts[NEW] + counts[CHANGED],
        "good": counts[NEW] + counts[CHANGED] + counts[SAME],
        "share": _share(counts, total),
        "sheets": strip(batch),
        "tab": tab,
        "tabs": [(name, words, _count(batch, name)) for name, words in TABS.items()],
        "page": shown,
        "pager": pager(
            shown.number,
            shown.pages,
            lambda n: f"?tab={tab}&only={only}&page={n}#rows",
            f"共 {shown.total:,} 行",
        ),
        "only": only,
        "chips": fields[:CHIPS] if len(fields) > 1 else [],
        "most_changed": fields[0] if fields else None,
        "suggested": sum(bool(mending.suggestions(row)) for row in batch.faulty.filter(outcome=FAULTY, dropped=False)),
        "few": staged_page(batch, CHANGED, 1).lines[:FEW] if tab == FAULTY and counts[CHANGED] else [],
        "counter": KINDS[batch.kind].counter,
        "own": is_uploader(request, batch),
        "overtaken": _is_overtaken(batch),
        "seen": _seen(request, batch),
    }


def _seen(request: Request, batch: Batch):
    """The row somebody asked to see beside a faulty one (``?see=12&on=sheet``)."""
    number = _whole(request.GET.get("see")) if request.GET.get("see") else 0
    return previewing.row_at(batch, request.GET.get("on", ""), number) if number else None


def _count(batch: Batch, tab: str) -> int:
    return batch.counts["noted"] + len(batch.notes) if tab == NOTED else batch.counts[tab]


def _share(counts: dict, total: int) -> list[tuple[str, float, float]]:
    """(class, x, width) of the bar in per cent; what is there at all can be seen."""
    parts = [("k-new", counts[NEW]), ("k-change", counts[CHANGED]), ("k-same", counts[SAME]), ("k-bad", counts[FAULTY])]
    widths = [(css, max(LEAST, 100 * count / total)) for css, count in parts if count] if total else []
    scale = 100 / sum(width for _, width in widths) if widths else 1
    bars, x = [], 0.0
    for css, width in widths:
        bars.append((css, round(x, 2), round(width * scale, 2)))
        x += width * scale
    return bars


def _is_overtaken(batch: Batch) -> bool:
    """Whether the same kind was imported after this preview was made; the numbers may then be old."""
    return Batch.objects.filter(kind=batch.kind, state="applied", applied_at__gt=batch.staged_at).exists()


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else 1
