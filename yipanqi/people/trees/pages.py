"""The page 两棵树: both trees side by side as of a day, one committee opened, what is chosen on a card below."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yipanqi.kit.pages.export import spreadsheet
from yipanqi.organizations import rules
from yipanqi.organizations.models import PARTY, UNIT
from yipanqi.organizations.queries import last_change
from yipanqi.people.trees.asking import ONLY, Asked
from yipanqi.people.trees.card import card_of
from yipanqi.people.trees.crew import members_working_in
from yipanqi.people.trees.exporting import HEADS, lines
from yipanqi.people.trees.rows import Rows
from yipanqi.people.trees.scene import Scene, build


def trees(request) -> HttpResponse:
    asked = Asked.of(request.GET)
    if (ending := request.GET.get("export")) in ("xlsx", "csv"):
        return spreadsheet(f"两棵树 {asked.on}", HEADS, lines(asked.on), ending)
    scene = build(asked)
    context = {
        "asked": asked,
        "scene": scene,
        "rows": Rows(scene, _asks(scene, request.scope)).draw(),
        "party_size": scene.size(PARTY),
        "unit_size": scene.size(UNIT),
        "covered": scene.sections - scene.bare,
        "chips": _chips(scene),
        "sides": [
            ("党组织", asked.address(by=PARTY), asked.by == PARTY),
            ("机构", asked.address(by=UNIT), asked.by == UNIT),
        ],
        "card": card_of(asked, request.scope) if asked.at or asked.unit else None,
        "close": asked.address(at="", unit=""),
        "may_arrange": rules.may_arrange_somewhere(request.scope) is None,
    }
    if request.htmx and (request.htmx.target or "").endswith("#woven"):
        return render(request, "people/trees_woven.html", context)
    return render(request, "people/trees.html", {**context, **_frame(asked)})


def _frame(asked: Asked) -> dict:
    """What stands around the trees."""
    before = last_change(asked.on)
    return {
        "before": before,
        "before_url": Asked(on=before).address() if before else "",
        "export": {kind: f"{asked.address()}&export={kind}" for kind in ("xlsx", "csv")},
        "crumbs": [("党员队伍", reverse("people:people")), ("两棵树", None)],
    }


def _chips(scene: Scene) -> list[dict]:
    counted = {"uncovered": f"{scene.bare} 处", "joint": f"{scene.joint()} 个"}
    return [
        {
            "label": f"{words} {counted[key]}",
            "picture": "thread-gap" if key == "uncovered" else "thread-joint",
            "url": scene.asked.address(only="" if scene.asked.only == key else key, open="", at="", unit="", q=""),
            "current": scene.asked.only == key,
        }
        for key, words in ONLY.items()
    ]


def _asks(scene: Scene, scope) -> dict[int, str]:
    """Words on the gaps this person may mend: where the members who work there belong now. One statement."""
    if rules.may_arrange_somewhere(scope) is not None or not scene.asked.is_present:
        return {}
    gaps = [line.unit for line in scene.lines() if line.is_gap and line.unit]
    homes = members_working_in([unit.id for unit in gaps], scene.asked.on) if gaps else {}
    return {unit.id: _ask(homes.get(unit.id), unit.name) for unit in gaps}


def _ask(homes, unit: str) -> str:
    if not homes:
        return "补上这一条覆盖"
    total = sum(homes.values())
    branch, _ = homes.most_common(1)[0]
    place = f"编在{branch}" if len(homes) == 1 and branch else f"编在 {len(homes)} 个支部" if branch else "没有落点"
    return f"{total} 名党员{place}，补上这一条覆盖"
