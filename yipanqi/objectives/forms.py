"""The form of a priority: an indicator with baseline and target, or a task with a deliverable."""

from typing import cast

from django import forms

from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import Indicator
from yipanqi.kit.dayfield import DayField
from yipanqi.kit.referencefield import ReferenceField
from yipanqi.objectives.actions import unsound
from yipanqi.objectives.models import KINDS, Priority
from yipanqi.organizations import naming
from yipanqi.organizations.forms import OrganizationField
from yipanqi.organizations.models import UNIT, Organization
from yipanqi.people.forms import PersonField
from yipanqi.people.forms import written as person_written
from yipanqi.people.models import Person

CONDITIONAL = ("indicator", "target", "deliverable")
DATE = {"class": "w-date"}
NARROW = {"class": "w-num", "inputmode": "decimal"}


def written(organization: Organization | None) -> str:
    """How an organisation stands in its text box."""
    return naming.written(organization.code, organization.name) if organization else ""


class PriorityForm(forms.Form):
    name = forms.CharField(label="名称", max_length=80, help_text="说清要解决什么，如：查验堵点攻坚")
    raised_by = OrganizationField(tree=UNIT, label="提出单位")
    owner = PersonField(label="责任人", required=False, help_text="工号或姓名")
    source = forms.CharField(label="来源", max_length=120, help_text="文号和条款、督办单号，或“弱项指标”")
    kind = forms.ChoiceField(
        label="类型", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="indicator",
        help_text="盯一个指标，或者交出一样东西",
    )  # fmt: skip
    indicator = ReferenceField(
        to=INDICATORS, model=Indicator, label="指标", required=False, shown=lambda each: each.name,
        help_text="代码或名称，选指标时填；只有能计分的指标可以作目标",
    )  # fmt: skip
    baseline = forms.FloatField(label="基线", required=False, widget=forms.TextInput(attrs=NARROW))
    target = forms.FloatField(label="目标", required=False, widget=forms.TextInput(attrs=NARROW))
    deliverable = forms.CharField(label="交付物", max_length=120, required=False, help_text="选任务时填，如：验收报告")
    accepting_unit = OrganizationField(
        tree=UNIT, label="谁来验收", required=False, help_text="任务由提出单位以外的单位验收；指标不填就是提出单位"
    )
    starts_on = DayField(label="起", required=False, widget=forms.TextInput(attrs=DATE))
    due_on = DayField(label="止", widget=forms.TextInput(attrs=DATE))
    description = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *data, scope, standing: Person | None = None, **more):
        super().__init__(*data, **more)
        owner = cast(PersonField, self.fields["owner"])
        owner.scope, owner.standing = scope, standing
        for name in CONDITIONAL:  # asked or not according to the kind: never marked 可不填
            self.fields[name].conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "task":
            cleaned |= {"indicator": None, "baseline": None, "target": None}
        else:
            cleaned["deliverable"] = ""
            cleaned["accepting_unit"] = cleaned.get("accepting_unit") or cleaned.get("raised_by")
        for name, sentence in unsound(cleaned):
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    @staticmethod
    def filled(priority: Priority) -> dict:
        """What stands in the form when a priority is edited."""
        plain = {name: getattr(priority, name) for name in PriorityForm.base_fields}
        organizations = {name: written(plain[name]) for name in ("raised_by", "accepting_unit")}
        owner = person_written(priority.owner) if priority.owner else ""
        return plain | organizations | {"owner": owner}
