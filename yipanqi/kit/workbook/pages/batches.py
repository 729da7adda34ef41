"""The list of batches, with the upload above it."""

from collections.abc import Iterator, Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yipanqi.kit.datewords import short
from yipanqi.kit.filters import choice
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.request import Request
from yipanqi.kit.tables import Column, link, small, text
from yipanqi.kit.workbook import jobs
from yipanqi.kit.workbook.faulty_file import form_workbook
from yipanqi.kit.workbook.kinds import KINDS, kinds
from yipanqi.kit.workbook.models import STATES, Batch
from yipanqi.kit.workbook.pages.sending import workbook
from yipanqi.kit.workbook.reading import EXTENSIONS, LIMITS, refusal
from yipanqi.kit.workbook.rows import CHANGED, FAULTY, NEW, SAME

MEGABYTE = 1024 * 1024


class KindWords(Mapping[str, str]):
    """Slug -> label of every kind; a mapping that is asked late, since rooms register their kinds after this module."""

    def __getitem__(self, slug: str) -> str:
        return KINDS[slug].label

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


class BatchesPage(ListPage):
    model = Batch
    title = "导入"
    lead = "把工作簿传上来，看一遍再导入；导入后 7 天内可以整批撤回。"
    counted = "批"
    order = ("-pk",)
    empty = "还没有导入过"
    example = "例如：人员花名册.xlsx，新增 12、更新 3、有误 1。"
    template = "kit/imports/batches.html"

    columns = (
        Column("name", "文件", ("pk", "name", "kind"), lambda pk, name, kind: _file(pk, name, kind)),
        Column("state", "到哪一步", ("state", "refusal"), lambda state, refused: text(STATES[state]) + small(refused)),
        Column("counts", "行数", ("applied", "counts"), lambda applied, counts: text(in_words(applied or counts))),
        Column("who", "谁", ("person", "login", "administers"), lambda *who: text(_who(*who))),
        Column("when", "上传", ("uploaded_at",), lambda at: text(short(at)), order=("uploaded_at",)),
    )

    filters = (choice("kind", "种类", KindWords()), choice("state", "到哪一步", STATES))

    def rows(self, scope):
        return (
            super()
            .rows(scope)
            .annotate(
                person=F("uploaded_by__person__name"),
                login=F("uploaded_by__username"),
                administers=F("uploaded_by__is_administrator"),
            )
        )

    def context(self, request) -> dict:
        return {
            "kinds": kinds(request.scope),
            "accept": ",".join(EXTENSIONS),
            "megabytes": LIMITS.file_bytes // MEGABYTE,
            "wrong": request.session.pop("upload_wrong", ""),
            "chosen_kind": request.GET.get("for", ""),
        }


@require_POST
def upload(request: Request) -> HttpResponse:
    """Take a file in. What is wrong with it is said on its own page, except what is seen before it is read."""
    kind = KINDS.get(request.POST.get("for", ""))
    if kind is not None and not kind.may(request.scope):
        raise Http404
    file = request.FILES.get("file")
    wrong = _wrong(request, file)
    if file is None or wrong:
        request.session["upload_wrong"] = wrong
        return redirect("imports:batches")
    received = jobs.receive(file.chunks(), file.name or "", kind, by=request.user)
    return redirect("imports:batch", received.pk)


def form(request: Request, slug: str) -> HttpResponse:
    """The empty form of a kind."""
    kind = KINDS.get(slug)
    if kind is None or not kind.may(request.scope):
        raise Http404
    return workbook(f"{kind.label}（空表）", form_workbook(kind))


def _who(person: str | None, login: str | None, administers: bool | None) -> str:
    return person or ("管理员" if administers else login) or "命令行"


def in_words(counts: dict) -> str:
    """``新增 12、更新 3、有误 1``; nothing that is zero."""
    words = {NEW: "新增", CHANGED: "更新", SAME: "不变", FAULTY: "有误"}
    told = "、".join(f"{word} {counts[name]:,}" for name, word in words.items() if counts.get(name))
    return told or ("没有数据行" if counts else "")


def _file(pk: int, name: str, kind: str) -> str:
    return link(address("imports:batch", pk), name) + small(KINDS[kind].label if kind in KINDS else "")


def _wrong(request: Request, file: UploadedFile | None) -> str:
    """What can be said before the file is read; empty when nothing is."""
    if request.META.get("UPLOAD_TOO_BIG"):
        return str(refusal.too_big(LIMITS.file_bytes // MEGABYTE))
    if file is None:
        return "还没有选文件"
    if not file.size:
        return str(refusal.empty())
    if not (file.name or "").lower().endswith(EXTENSIONS):
        return str(refusal.unknown_type())
    return ""
