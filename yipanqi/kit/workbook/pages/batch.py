"""One batch: waiting, matching headers, the preview with its mends, applied or ended."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.request import Request, whole
from yipanqi.kit.workbook import jobs, mending, previewing, staging, uploads, withdrawing
from yipanqi.kit.workbook.headers import INTO_REMARKS, LEFT_OUT, plain_header
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.models import Batch, Faulty, HeaderMemory
from yipanqi.kit.workbook.pages.columns import strip
from yipanqi.kit.workbook.pages.fetching import batch_of, is_uploader
from yipanqi.kit.workbook.pages.preview import preview_context
from yipanqi.kit.workbook.progress import is_stale

WAITING = ("received", "reading", "queued", "applying")
_CELL = re.compile(r"cell-(\d{1,18})-(\w+)")


def batch(request: Request, pk: int) -> HttpResponse:
    """The page of a batch in whatever state it is; also the answer to the waiting page that asks how far it is."""
    found = batch_of(request, pk)
    context: dict[str, Any] = {"batch": found, "kind": KINDS.get(found.kind), "crumbs": _crumbs(found)}
    if found.state in WAITING:
        context["stale"] = is_stale(found)
        return render(request, "kit/imports/waiting.html", context)
    if request.htmx and request.GET.get("waiting"):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    if found.state == "matching":
        return render(request, "kit/imports/matching.html", context | {"sheets": strip(found, everything=True)})
    if found.state == "ready":
        return render(request, "kit/imports/preview.html", context | preview_context(request, found))
    return render(request, "kit/imports/ended.html", context | _afterwards(request, found))


@require_POST
def set_headers(request: Request, pk: int) -> HttpResponse:
    """Decide about columns, remember it for the district, and read the file again with it."""
    found = batch_of(request, pk)
    if found.state not in ("matching", "ready"):
        return redirect("imports:batch", pk)
    for place, sheet in enumerate(found.sheets):
        table = KINDS[found.kind].by_slug[sheet["table"]]
        decided = found.decided.setdefault(table.slug, {})
        for number, column in enumerate(sheet["columns"]):
            choice = _choice(request.POST, f"{place}-{number}")
            if choice is not None and (choice in table.fields or choice in (LEFT_OUT, INTO_REMARKS)):
                header = plain_header(column["header"])
                decided[header] = choice
                HeaderMemory.objects.update_or_create(table=table.slug, header=header[:100], defaults={"field": choice})
    found.save(update_fields=["decided"])
    if uploads.is_kept(found.digest):
        jobs.read(found)
    else:
        messages.error(request, "文件已经按规定清除，对法记住了，请重新上传")
    return redirect("imports:batch", pk)


@require_POST
def mend(request: Request, pk: int) -> HttpResponse:
    """Cells somebody typed into, then the suggestion or the row that a button names."""
    found = batch_of(request, pk)
    if found.state != "ready":
        messages.error(request, "这一批已经不在预览里，格子没有改")
        return redirect("imports:batch", pk)
    rows = {row.pk: row for row in found.faulty.filter(dropped=False)}
    touched = _type(request, found, rows)
    verb, _, target = request.POST.get("do", "mend").partition(":")
    named = rows.get(whole(target) or 0)
    chosen = list(rows.values()) if target == "all" else [named] if named else []
    if verb == "take":
        touched += mending.take_suggestions(found, list(found.faulty.filter(pk__in=[row.pk for row in chosen])))
    elif verb == "drop" and chosen:
        mending.leave_out(found, chosen[0])
        undo.offer(request, f"第 {chosen[0].number} 行不导", "import.leave_out", batch=pk, row=chosen[0].pk)
    if touched:
        good = found.faulty.filter(pk__in=[row.pk for row in touched]).exclude(outcome="faulty").count()
        words = f"改好 {good} 行" if good == len(touched) else f"改了 {len(touched)} 行，改好 {good} 行"
        undo.offer(request, words, "import.mend", batch=pk, rows=[row.pk for row in touched])
    return redirect(reverse("imports:batch", args=[pk]) + "#rows")


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    found = batch_of(request, pk)
    if found.state == "ready":
        request.session.pop("undo", None)  # a mend cannot be undone in a batch that has left the preview
        jobs.write(found, by=request.user)
    return redirect("imports:batch", pk)


@require_POST
def give_up(request: Request, pk: int) -> HttpResponse:
    found = batch_of(request, pk)
    if staging.give_up(found, by=request.user):
        messages.success(request, f"“{found.name}”没有导入，传上来的内容已经清除")
    return redirect("imports:batches")


@require_POST
def recover(request: Request, pk: int) -> HttpResponse:
    """Take up a batch again whose worker fell silent, or read a waiting one here and now."""
    found = batch_of(request, pk)
    if is_stale(found):
        jobs.recover(found)
    elif found.state in ("received", "failed"):
        staging.stage(found)
    return redirect("imports:batch", pk)


@undo.way_back("import.mend")
def _unmend(*, by, scope, batch: int, rows: list[int]) -> str:
    found = Batch.objects.visible_to(scope).filter(pk=batch, state="ready").first()
    if found is None or not mending.take_back(found, rows):
        raise Refused("这一批已经不在预览里，撤不回了", status=409)
    return "格子恢复成原来的样子"


@undo.way_back("import.leave_out")
def _take_in_again(*, by, scope, batch: int, row: int) -> str:
    found = Batch.objects.visible_to(scope).filter(pk=batch, state="ready").first()
    if found is None:
        raise Refused("这一批已经不在预览里，撤不回了", status=409)
    mending.leave_out(found, found.faulty.get(pk=row), dropped=False)
    return "这一行放回来了"


def _type(request: Request, found: Batch, rows: dict[int, Faulty]) -> list[Faulty]:
    """Cells whose text is not what stood there; returns the rows they belong to."""
    typed: dict[int, dict[str, str]] = {}
    own = is_uploader(request, found)
    for place, text in request.POST.items():
        match = _CELL.fullmatch(place)
        row = rows.get(int(match[1])) if match else None
        if row is None or match is None or (previewing.is_identity(found, row, match[2]) and not own):
            continue
        if (said := str(text).strip()[:500]) != previewing.cell_text(row.cells.get(match[2])):
            typed.setdefault(row.pk, {})[match[2]] = said
    return mending.mend(found, {rows[pk]: cells for pk, cells in typed.items()})


def _choice(posted, place: str) -> str | None:
    """What was decided about a column: its radio, or the list beside it."""
    choice = posted.get(f"column-{place}")
    return posted.get(f"field-{place}") if choice == "field" else choice


def _crumbs(found: Batch) -> list[tuple[str, str | None]]:
    return [("台账报表", None), ("导入", reverse("imports:batches")), (found.name, None)]


def _afterwards(request: Request, found: Batch) -> dict:
    shown: dict[str, Any] = {"may_withdraw": withdrawing.may_withdraw(found)}
    if found.state == "applied":
        shown["until"] = withdrawing.until(found)
        shown["page"] = previewing.faulty_page(found, 1, with_identity=False)
    return shown
