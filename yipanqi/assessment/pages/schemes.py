"""The scheme: what it asks and where each part comes from; its adoption by the number of a resolution."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yipanqi.assessment import actions, packs, rules
from yipanqi.assessment.forms import AdoptForm
from yipanqi.assessment.lifecycles import ADOPTION
from yipanqi.assessment.models import Adoption, Run
from yipanqi.events.timeline import entries
from yipanqi.indicators.models import CONTROL, DIRECTION_WORDS
from yipanqi.kit.pages import DetailPage, FormPage
from yipanqi.kit.request import Request

MOST_RUNS = 12
USES = {"score": "计分", "gate": "门槛，只判有无", "display": "只展示，作守护"}


def scheme_page(request: Request) -> HttpResponse:
    """What is in force, what the software brings, and the latest runs; three statements."""
    adoption = Adoption.objects.visible_to(request.scope).in_force().select_related("adopted_by__person").first()
    pack = packs.load()
    content = adoption.content if adoption else pack.content
    context = {
        "adoption": adoption,
        "pack": pack,
        "newer": adoption is not None and adoption.digest != pack.digest,
        "runs": Run.objects.visible_to(request.scope).select_related("adoption")[:MOST_RUNS],
        "may_adopt": rules.may_adopt(request.scope) is None,
        "may_order": adoption is not None and rules.may_order(request.scope) is None,
        **described(content),
    }
    return render(request, "assessment/scheme.html", context)


class AdoptionPage(DetailPage):
    """One adopted scheme, word for word as it was resolved."""

    model = Adoption
    template = "assessment/adoption.html"
    related = ("adopted_by__person",)
    lifecycle = ADOPTION

    def context(self, request, subject: Adoption) -> dict:
        return {
            "crumbs": [("自助评价方案", reverse("assessment:scheme")), (subject.resolution, None)],
            "timeline": entries(subject, lifecycle=ADOPTION),
            **described(subject.content),
        }


class AdoptPage(FormPage):
    form = AdoptForm
    title = "按决议采用方案"
    lead = "方案没有决议就不生效。采用以后协同图才出现，每次计算都记着这个文号。"
    verb = "采用"
    done = "采用了。下一步：算一期"

    def may(self, scope, subject) -> str | None:
        return rules.may_adopt(scope)

    def context(self, request, subject) -> dict:
        return {"back": reverse("assessment:scheme")}

    def save(self, form, request, subject) -> str:
        actions.adopt(packs.load(), by=request.user, scope=request.scope, **form.cleaned_data)
        return reverse("assessment:scheme")


def described(content: Mapping[str, Any]) -> dict[str, Any]:
    """The scheme as tables of words, for templates."""
    plan = content["scheme"]
    sides = [
        {
            "key": key,
            "name": side["name"],
            "share": round(100 * side["weight"] / sum(each["weight"] for each in plan["sides"].values())),
            "indicators": [_line(entry) for entry in plan["indicators"] if entry["side"] == key],
        }
        for key, side in plan["sides"].items()
    ]
    return {
        "sides": sides,
        "source": plan["source"],
        "minimum_coverage": round(100 * plan["minimum_coverage"]),
        "settled": list(packs.rules_of(content).rules.values()),
    }


def _line(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "direction": DIRECTION_WORDS[entry["direction"]],
        "floor": entry.get("floor"),
        "target": entry.get("target"),
        "unit": entry.get("unit", ""),
        "weight": entry.get("weight"),
        "control": CONTROL.get(entry.get("controllability", ""), ""),
        "groups": "、".join(entry.get("groups") or ["全部支部"]),
        "use": USES[entry.get("use", "score")],
        "formula": entry.get("formula", ""),
        "source": entry.get("source", ""),
    }
