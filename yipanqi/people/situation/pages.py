"""The page 情况, the form on which reasons are given, and the rules behind it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.clock import today
from yipanqi.kit.pages.export import spreadsheet
from yipanqi.kit.request import whole
from yipanqi.kit.rulepacks import BASES
from yipanqi.people.models import ExportTrace
from yipanqi.people.situation.cases import CHAPTERS, GROUPS, Case, pack
from yipanqi.people.situation.findings import Findings, find
from yipanqi.people.situation.layout import View, chapters, label
from yipanqi.people.situation.reasons import WHO, give_reason

EXPORTED = ["哪一组", "情形", "对象", "代码", "上级", "起", "依据", "原因", "谁写的", "哪天写的"]


def situation(request):
    """Everything within reach; ``?chapter=`` one card, ``?group=`` one group with its pages, ``?q=`` names."""
    view = View.asked(request.GET)
    findings = find(request.scope, today())
    if (ending := request.GET.get("export")) in ("xlsx", "csv"):
        return _export(request, findings, view, ending)
    context = {
        "findings": findings,
        "chapters": chapters(findings, view, request.scope),
        "chips": _chips(findings, view),
        "view": view,
        "summary": _summary(findings),
        "lately": findings.lately(),
        "export": {kind: f"{view.address()}&export={kind}" for kind in ("xlsx", "csv")},
        "crumbs": [("党员队伍", reverse("people:people")), ("情况", None)],
    }
    return render(request, "people/situation.html", context)


class ReasonForm(forms.Form):
    sentence = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一句话，写一次就记住；情形变了才再提醒",
    )


def reasons(request):
    """One sentence for one or several cases (``?chosen=term:262&chosen=...``); only cases one sees can be explained."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = set(given.getlist("chosen"))
    cases = [case for case in find(request.scope, today()).cases if case.key in wanted]
    if not cases:
        raise Http404
    if not request.scope.party_paths:
        raise PermissionDenied(WHO)
    if request.method != "POST":
        return _ask(request, cases, ReasonForm(initial={"sentence": _shared(cases)}), 200)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _ask(request, cases, form, 422)
    told = {case.key: whole(request.POST.get(f"version-{case.key}")) for case in cases}
    seen = {key: version for key, version in told.items() if version is not None}
    try:
        before = give_reason(
            cases, form.cleaned_data["sentence"], on=today(), by=request.user, scope=request.scope, seen=seen
        )
    except Refused as refusal:
        form.add_error("sentence", str(refusal))
        return _ask(request, cases, form, refusal.status)
    undo.offer(request, f"{len(cases)} 处的原因已写上", "people.reasons_given", before=before)
    return redirect("people:situation")


def rules(request):
    """The rule pack behind the page: what is looked at, with which value, and where that comes from."""
    rows = [
        {"rule": rule, "basis": BASES[rule.basis], "value": f"{rule.value} {rule.unit}" if rule.value else "有没有"}
        for rule in pack().rules.values()
    ]
    crumbs = [("党员队伍", reverse("people:people")), ("情况", reverse("people:situation")), ("规则包", None)]
    return render(request, "people/situation_rules.html", {"pack": pack(), "rows": rows, "crumbs": crumbs})


def _ask(request, cases: list[Case], form: ReasonForm, status: int):
    # Shown again, it still stands on the reasons its writer looked at.
    seen = {case.key: request.POST.get(f"version-{case.key}") for case in cases}
    rows = [(case, label(case.group), seen[case.key] or (case.reason.version if case.reason else 0)) for case in cases]
    crumbs = [("情况", reverse("people:situation")), ("说明原因", None)]
    return render(
        request, "people/situation_reasons.html", {"rows": rows, "form": form, "crumbs": crumbs}, status=status
    )


def _shared(cases: list[Case]) -> str:
    """The sentence all of them have already, for changing it."""
    sentences = {case.reason.sentence if case.reason else "" for case in cases}
    return sentences.pop() if len(sentences) == 1 else ""


def _chips(findings: Findings, view: View) -> list[dict]:
    """One a card, with its count; a group that stands alone belongs to its card."""
    current = GROUPS[view.group][0] if view.group else view.chapter
    chips = [("", "全部", findings.total), *((key, words, findings.count(key)) for key, words in CHAPTERS.items())]
    return [
        {
            "label": f"{words} {count}" if key else words,
            "url": view.address(chapter=key, group=""),
            "current": key == current,
        }
        for key, words, count in chips
    ]


def _summary(findings: Findings) -> dict:
    """The numbers of the few sentences at the top."""
    uncovered, not_heads = findings.of("uncovered"), findings.of("not_head")
    return {
        "over": len(findings.of("over")),
        "vacant": len(findings.of("vacant")),
        "soon": len(findings.of("soon")),
        "uncovered": len(uncovered),
        "enough": sum(case.facts["enough"] for case in uncovered),
        "not_heads": len(not_heads),
        "explained": sum(case.is_explained for case in not_heads),
    }


def _export(request, findings: Findings, view: View, ending: str):
    """What the address shows, all of it; whose name is in it can see that it was taken."""
    cases = [case for case in findings.cases if view.shows(case.group) and view.keeps(case)]
    named = {person for case in cases for person in case.persons}
    if named:
        trace = ExportTrace.objects.create(account=request.user, page="people.situation", columns=EXPORTED)
        trace.persons.set(named)
    return spreadsheet("情况", EXPORTED, [_line(case) for case in cases], ending)


def _line(case: Case) -> list:
    where = [CHAPTERS[case.chapter], label(case.group), case.title, case.subject.code, case.subject.above]
    if case.reason:
        why = [case.reason.sentence, case.reason.given_by.shown_name, case.reason.given_on]
    else:
        why = [case.automatic, "花名册" if case.automatic else "", None]
    return [*where, case.since, case.rule.in_full, *why]
