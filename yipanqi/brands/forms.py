"""Forms of brands and measures. What the system knows stands there already; few fields must be typed."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from yipanqi.brands import binding
from yipanqi.brands.models import Brand, Measure
from yipanqi.indicators.models import Indicator
from yipanqi.kit.clock import today
from yipanqi.kit.dayfield import DayField
from yipanqi.kit.workbook.directory import Unfound
from yipanqi.kit.workbook.fields import SEPARATORS
from yipanqi.objectives.forms import NARROW, written
from yipanqi.objectives.models import Priority
from yipanqi.organizations.forms import OrganizationField
from yipanqi.organizations.imports import PARTY_ORGANIZATIONS
from yipanqi.organizations.models import UNIT, PartyOrganization
from yipanqi.people.models import Person

CONDITIONAL = ("bound_to", "indicator", "baseline", "target", "deliverable", "due_on")


def _offer(form: forms.Form, name: str, rows, label: Callable[[Any], str] | None = None) -> None:
    """Fill a choice; a required one with a single answer is not asked at all."""
    field = cast(forms.ModelChoiceField, form.fields[name])
    field.queryset = rows
    if label:
        field.label_from_instance = label  # type: ignore[assignment, method-assign]
    if field.required and len(rows) == 1:
        field.widget = forms.HiddenInput()
        field.initial = rows[0].pk


class LinesField(forms.CharField):
    """One thing a line; the value is a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class PartnersField(forms.CharField):
    """Several Party organisations by name or code, joined by 、; the value is a list of them."""

    def to_python(self, value):
        wanted = [part.strip() for part in SEPARATORS.split(value or "") if part.strip()]
        if not wanted:
            return []
        index = PARTY_ORGANIZATIONS.index(wanted)
        try:
            ids = [index.find(part).id for part in wanted]
        except Unfound as wrong:
            raise ValidationError(str(wrong)) from wrong
        return list(PartyOrganization.objects.filter(pk__in=ids).order_by("path"))


class BrandForm(forms.Form):
    """The six elements; only the name must be there, the rest may come later."""

    name = forms.CharField(label="品牌名称", max_length=120)
    concept = forms.CharField(label="理念内涵", required=False, widget=forms.Textarea(attrs={"rows": 3}),
                              help_text="这个名字是什么意思，想做成什么")  # fmt: skip
    emblem = forms.CharField(label="标识说明", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    standards = LinesField(label="服务标准", required=False, help_text="一行一条，写得出、查得到，如：来文当日分办")
    results = forms.CharField(label="成效影响", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    founded_year = forms.IntegerField(
        label="创建年份", required=False, min_value=1949, max_value=2100, widget=forms.TextInput(attrs=NARROW)
    )
    approved_on = DayField(label="批准它的会议日期", required=False, latest_today=True)
    partners = PartnersField(label="共建党组织", required=False, help_text="名称或代码，用、隔开")

    @staticmethod
    def filled(brand: Brand) -> dict:
        plain = {name: getattr(brand, name) for name in BrandForm.base_fields if name != "partners"}
        return plain | {"partners": "、".join(each.name for each in brand.branches[1:])}


class FoundForm(BrandForm):
    """A new brand: of which branch is asked only of those who have several."""

    organization = forms.ModelChoiceField(label="支部", queryset=PartyOrganization.objects.none(), empty_label=None)
    field_order = ("organization", "name", "concept")

    def __init__(self, *data, branches, **more):
        super().__init__(*data, **more)
        _offer(self, "organization", branches, lambda branch: branch.name)
        self.fields["founded_year"].initial = today().year


class BindForm(forms.Form):
    """What a measure is bound to. Unclear aims are refused with the sentence that stands in the review's red lines."""

    bound_to = forms.ChoiceField(
        label="绑什么", choices=list(binding.KINDS.items()), widget=forms.RadioSelect, required=False
    )
    indicator = forms.ModelChoiceField(
        label="指标", queryset=Indicator.objects.none(), required=False, empty_label="选一个指标",
        help_text="绑指标时选；只列能作目标的，执法结果和低可控的只展示",
    )  # fmt: skip
    baseline = forms.FloatField(label="基线", required=False, widget=forms.TextInput(attrs=NARROW))
    target = forms.FloatField(label="目标", required=False, widget=forms.TextInput(attrs=NARROW))
    deliverable = forms.CharField(label="交付物", max_length=160, required=False, help_text="交一样东西时填")
    accepting_unit = OrganizationField(
        tree=UNIT, label="谁来确认", required=False, help_text="自己科以外的单位；绑指标时不填，就由提出重点的单位确认"
    )
    due_on = DayField(label="期限", required=False, widget=forms.TextInput(attrs={"class": "w-date"}))

    def __init__(self, *data, brand: Brand, priority: Priority | None = None, **more):
        super().__init__(*data, **more)
        self.of_brand, self.of_priority = brand, priority
        for name in CONDITIONAL:  # asked or not according to what it is bound to: never marked 可不填
            self.fields[name].conditional = True  # type: ignore[attr-defined]
        _offer(self, "indicator", Indicator.objects.targetable().order_by("code"))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if (bound_to := cleaned.pop("bound_to", "")) != "indicator":
            cleaned |= {"indicator": None, "baseline": None, "target": None}
        if bound_to != "deliverable":
            cleaned["deliverable"] = ""
        if bound_to == "indicator" and not cleaned.get("indicator") and "indicator" not in self.errors:
            self.add_error("indicator", "选一个指标")
        if bound_to == "deliverable" and not cleaned.get("deliverable") and "deliverable" not in self.errors:
            self.add_error("deliverable", "写清交出什么")
        self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict) -> None:
        brand = self.of_brand
        priority = cleaned.get("priority", self.of_priority)
        if cleaned.get("indicator") and not cleaned.get("accepting_unit") and "accepting_unit" not in self.errors:
            unit = binding.accepting_unit_of(brand, priority=priority, indicator=cleaned["indicator"])
            cleaned["accepting_unit"] = unit
            if unit is None:
                self.add_error("accepting_unit", "写明由哪个单位确认，不能是自己科")
        for name, sentence in binding.unsound(cleaned, brand):
            if name not in self.errors:
                self.add_error(name, sentence)

    @staticmethod
    def filled(measure: Measure) -> dict:
        """As it is now; where nothing is bound yet, what its priority offers."""
        if not measure.binding and measure.priority:
            return offered(measure.priority) | {"due_on": measure.due_on or measure.priority.due_on}
        return {
            "bound_to": measure.binding,
            "indicator": measure.indicator,
            "baseline": measure.baseline,
            "target": measure.target,
            "deliverable": measure.deliverable,
            "accepting_unit": written(measure.accepting_unit),
            "due_on": measure.due_on,
        }


def offered(priority: Priority) -> dict:
    """What a measure takes over from the priority it starts from (A2); everything can be changed."""
    unit = priority.raised_by if priority.kind == "indicator" else priority.accepting_unit
    return {
        "bound_to": "indicator" if priority.indicator_id else "deliverable" if priority.kind == "task" else "",
        "indicator": priority.indicator_id,
        "baseline": priority.baseline,
        "target": priority.target,
        "accepting_unit": written(unit),
        "due_on": priority.due_on,
    }


class MeasureForm(BindForm):
    """A new measure of a brand: the priority is chosen, the name is typed, the rest is filled in."""

    priority = forms.ModelChoiceField(
        label="为哪项业务重点", queryset=Priority.objects.none(), required=False, empty_label="先不关联"
    )
    name = forms.CharField(label="做什么", max_length=160, help_text="一件事，看得见，如：窗口推行“受理即办、办结即告”")
    owner = forms.ModelChoiceField(label="责任人", queryset=Person.objects.none(), required=False, empty_label="还没定")
    party_element = forms.CharField(
        label="党建元素",
        max_length=200,
        required=False,
        help_text="党员在里面做什么，如：设党员先锋岗并公开承诺",
    )
    field_order = ("priority", "name", "bound_to", "indicator", "baseline", "target", "deliverable",
                   "accepting_unit", "due_on", "owner", "party_element")  # fmt: skip

    def __init__(self, *data, brand: Brand, people, **more):
        super().__init__(*data, brand=brand, **more)
        open_ones = Priority.objects.filter(state__in=("active", "not_started")).order_by("raised_by__path", "code")
        _offer(
            self,
            "priority",
            open_ones.select_related("raised_by"),
            lambda each: f"{each.name}（{each.raised_by.name}）",
        )
        _offer(self, "owner", people)


class ReviseMeasureForm(forms.Form):
    """What may change at any time: the words, the person, the start. The aim has a form of its own."""

    name = forms.CharField(label="做什么", max_length=160)
    owner = forms.ModelChoiceField(label="责任人", queryset=Person.objects.none(), required=False, empty_label="还没定")
    party_element = forms.CharField(label="党建元素", max_length=200, required=False)
    started_on = DayField(label="启动", required=False, help_text="哪天或哪个月开始做的，如 2026-7-1")

    def __init__(self, *data, people, **more):
        super().__init__(*data, **more)
        _offer(self, "owner", people)
