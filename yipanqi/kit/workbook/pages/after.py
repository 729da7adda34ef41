"""What can still be done with a batch: fetch its faulty rows, take it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yipanqi.kit.request import Request
from yipanqi.kit.workbook import withdrawing
from yipanqi.kit.workbook.faulty_file import faulty_workbook
from yipanqi.kit.workbook.kinds import KINDS
from yipanqi.kit.workbook.pages.fetching import batch_of, is_uploader
from yipanqi.kit.workbook.pages.sending import workbook

SHOWN = 200  # rows listed that do not go back; the rest is said in a number


def faulty_file(request: Request, pk: int) -> HttpResponse:
    """The kept-back rows with reasons, to be mended in a spreadsheet and brought again."""
    found = batch_of(request, pk)
    if found.state not in ("ready", "applied"):
        raise Http404
    content = faulty_workbook(found, with_identity=is_uploader(request, found))
    return workbook(f"{found.name.rsplit('.', 1)[0]}（有误）", content)


def withdraw(request: Request, pk: int) -> HttpResponse:
    """GET shows what would go back and what would stay; POST does it."""
    found = batch_of(request, pk)
    if not withdrawing.may_withdraw(found):
        messages.error(request, "这一批不能整批撤回了；要改可以在原来那一页改")
        return redirect("imports:batch", pk)
    if request.method == "POST":
        try:
            plan = withdrawing.withdraw(found, by=request.user)
        except withdrawing.NotWithdrawable as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"撤回了：删去 {plan.removed_count} 行，改回 {plan.restored_count} 行")
        return redirect("imports:batch", pk)
    plan = withdrawing.foresee(found)
    context = {
        "batch": found,
        "kind": KINDS[found.kind],
        "plan": plan,
        "staying": plan.staying[:SHOWN],
        "until": withdrawing.until(found),
        "crumbs": [
            ("导入", reverse("imports:batches")),
            (found.name, reverse("imports:batch", args=[pk])),
            ("撤回", None),
        ],
    }
    return render(request, "kit/imports/withdraw.html", context)
