"""Adding a measure, best from a priority, and changing its words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yipanqi.brands import actions, rules
from yipanqi.brands.forms import MeasureForm, ReviseMeasureForm, offered
from yipanqi.brands.models import Brand, Measure
from yipanqi.brands.pages.listing import may_found_somewhere
from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.pages import FormPage
from yipanqi.kit.request import whole
from yipanqi.objectives.models import Priority
from yipanqi.people.models import Affiliation, Employment, Person


def add_measure(request) -> HttpResponse:
    """``?brand=7`` and ``?priority=12`` say where one comes from; who tends several brands chooses one first."""
    priority = _priority(request)
    brands = brands_to_tend(request.scope)
    wanted = request.GET.get("brand", "")
    if not brands and may_found_somewhere(request.scope):
        messages.info(request, "先给支部建一个品牌，再为它加措施")
        return redirect("brands:found")
    if not brands:
        raise PermissionDenied("先要有自己支部的品牌；措施由本支部支委或上级党组织的党务干部来加")
    if not wanted and len(brands) > 1:
        return render(request, "brands/choose_brand.html", {"brands": brands, "priority": priority})
    brand = brands[0] if not wanted else next((each for each in brands if str(each.pk) == wanted), None)
    if brand is None:
        raise PermissionDenied(rules.WHO_TENDS)
    return _form(request, brand, priority)


def _form(request, brand: Brand, priority: Priority | None) -> HttpResponse:
    form = MeasureForm(
        *([request.POST] if request.method == "POST" else []),
        brand=brand,
        people=people_of(brand),
        priority=priority,
        initial=_initial(request.scope, priority),
    )
    if request.method == "POST" and form.is_valid() and (target := _save(request, form, brand)):
        return redirect(target)
    lead = f"{brand.organization.name}，{brand.name}"
    page = {"title": "加一项措施", "verb": "加上这项措施", "lead": lead}
    back = priority.get_absolute_url() if priority else brand.get_absolute_url()
    status = 422 if form.is_bound else 200
    return render(request, "brands/measure_form.html", {"page": page, "form": form, "back": back}, status=status)


def _save(request, form: MeasureForm, brand: Brand) -> str | None:
    try:
        measure = actions.add_measure(brand, by=request.user, scope=request.scope, **form.cleaned_data)
    except Refused as refusal:
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        form.add_error(None, str(refusal))
        return None
    undo.offer(request, f"加上了“{measure.name}”", "brands.added_measure", pk=measure.pk)
    return measure.get_absolute_url()


def _priority(request) -> Priority | None:
    rows = Priority.objects.visible_to(request.scope).select_related("raised_by", "accepting_unit", "indicator")
    return rows.filter(pk=whole(request.GET.get("priority"))).first()


def _initial(scope, priority: Priority | None) -> dict:
    """The person who adds it is offered as its owner; a priority brings indicator, aim, acceptance and date."""
    known = {"owner": scope.person_id, "bound_to": "indicator"}
    return known | {"priority": priority.pk, **offered(priority)} if priority else known


class ReviseMeasurePage(FormPage):
    model = Measure
    form = ReviseMeasureForm
    title = "改措施"
    verb = "保存"
    done = "改好了"

    def _form(self, request, subject, *data):
        people = Person.objects.filter(
            Q(pk__in=people_of(subject.brand).order_by().values("pk")) | Q(pk=subject.owner_id)
        )
        people = people.order_by("pinyin", "number")
        return ReviseMeasureForm(*data[:1], people=people, initial=self.initial(request, subject))

    def may(self, scope, subject):
        return rules.may_change(subject, scope)

    def initial(self, request, subject) -> dict:
        return {name: getattr(subject, name) for name in ReviseMeasureForm.base_fields}

    def context(self, request, subject) -> dict:
        return {"back": subject.get_absolute_url()}

    def save(self, form, request, subject) -> str:
        changed = actions.revise_measure(subject, by=request.user, scope=request.scope, **form.cleaned_data)
        return changed.get_absolute_url()


def brands_to_tend(scope) -> list[Brand]:
    """Brands under which this person may add measures, in the order of the tree."""
    rows = Brand.objects.visible_to(scope).exclude(state="withdrawn").select_related("organization")
    rows = rows.prefetch_related("partners").order_by("organization__path", "code")
    return [brand for brand in rows if rules.may_tend(brand, scope) is None]


def people_of(brand: Brand):
    """Who may own a measure: the people of the brand's branches and of the sections these cover."""
    affiliated = Affiliation.objects.open().filter(branch__in=brand.branch_ids).values("person_id")
    employed = Employment.objects.open().filter(unit__in=brand.sections).values("person_id")
    return Person.objects.filter(pk__in=affiliated.union(employed)).order_by("pinyin", "number")
