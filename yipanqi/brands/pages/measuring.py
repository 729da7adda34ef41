"""Adding a measure, best from a priority, and changing its words."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yipanqi.brands import actions, rules
from yipanqi.brands.forms import MeasureForm, ReviseMeasureForm, offered
from yipanqi.brands.models import Brand, Measure
from yipanqi.kit import undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.pages import FormPage
from yipanqi.objectives.models import Priority
from yipanqi.people.models import Affiliation, Employment, Person


def add_measure(request) -> HttpResponse:
    """``?brand=7`` or ``?priority=12`` say where one comes from; the form takes over what they know."""
    brands = brands_to_tend(request.scope, request.GET.get("brand", ""))
    if not brands:
        raise PermissionDenied("先要有自己支部的品牌；措施由本支部支委或上级党组织的党务干部来加")
    priority = _priority(request)
    form = MeasureForm(
        *([request.POST] if request.method == "POST" else []),
        brands=brands,
        people=people_of(brands),
        priority=priority,
        initial=_initial(request.scope, priority),
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and (target := _save(request, form)):
            return redirect(target)
        status = 422
    page = {"title": "加一项措施", "verb": "加上这项措施", "lead": f"为“{priority.name}”" if priority else ""}
    back = priority.get_absolute_url() if priority else reverse("brands:brands")
    return render(request, "brands/measure_form.html", {"page": page, "form": form, "back": back}, status=status)


def _save(request, form: MeasureForm) -> str | None:
    facts = dict(form.cleaned_data)
    try:
        measure = actions.add_measure(facts.pop("brand"), by=request.user, scope=request.scope, **facts)
    except Refused as refusal:
        if refusal.status == 403:
            raise PermissionDenied(str(refusal)) from refusal
        form.add_error(None, str(refusal))
        return None
    undo.offer(request, f"加上了“{measure.name}”", "brands.added_measure", pk=measure.pk)
    return measure.get_absolute_url()


def _priority(request) -> Priority | None:
    key = request.GET.get("priority", "")
    rows = Priority.objects.visible_to(request.scope).select_related("raised_by", "accepting_unit", "indicator")
    return rows.filter(pk=key).first() if key.isdecimal() else None


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
        people = people_of([subject.brand]) | Person.objects.filter(pk=subject.owner_id)
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


def brands_to_tend(scope, wanted: str = ""):
    """Brands under which this person may add measures, or the wanted one of them."""
    rows = Brand.objects.visible_to(scope).exclude(state="withdrawn").select_related("organization")
    rows = rows.prefetch_related("partners").order_by("organization__path", "code")
    if wanted.isdecimal():
        rows = rows.filter(pk=wanted)
    own = [brand.pk for brand in rows if rules.may_tend(brand, scope) is None]
    return Brand.objects.filter(pk__in=own).order_by("organization__path", "code")


def people_of(brands):
    """Who may own a measure: the people of the brands' branches and of the sections these cover."""
    branches = {branch.pk for brand in brands for branch in brand.branches}
    units = {unit for brand in brands for unit in brand.sections}
    affiliated = Affiliation.objects.open().filter(branch__in=branches).values("person_id")
    employed = Employment.objects.open().filter(unit__in=units).values("person_id")
    return Person.objects.filter(pk__in=affiliated.union(employed)).order_by("pinyin", "number")
