"""Forms for arranging the trees, and the field in which one names an organisation."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from yipanqi.kit.clock import today
from yipanqi.kit.dayfield import DayField
from yipanqi.organizations import naming
from yipanqi.organizations.actions import TERM_YEARS
from yipanqi.organizations.models import BRANCH_TYPES, PARTY, PARTY_KINDS, UNIT, Organization

SOURCES = {
    PARTY: reverse_lazy("organizations:suggest_party"),
    UNIT: reverse_lazy("organizations:suggest_unit"),
}


class OrganizationField(forms.CharField):
    """A text that names one organisation of a tree; its value is the organisation."""

    def __init__(self, *, tree: str, **more):
        super().__init__(**{"max_length": 160, "help_text": "写名称或代码", **more})
        self.tree = tree
        self.widget.attrs.update({"data-typeahead": SOURCES[tree], "autocomplete": "off"})

    def clean(self, value) -> Organization | None:
        text = super().clean(value)
        if not text:
            return None
        found = naming.meant(text, self.tree)
        if complaint := naming.complaint(text, self.tree, found):
            raise ValidationError(complaint)
        return found[0]


class CoverForm(forms.Form):
    organization = OrganizationField(tree=PARTY, label="党组织")
    unit = OrganizationField(tree=UNIT, label="覆盖哪个机构")
    on = DayField(label="从哪天起", latest_today=True, initial=today)


class UncoverForm(forms.Form):
    on = DayField(label="从哪天起不再覆盖", latest_today=True, initial=today)


class FoundForm(forms.Form):
    parent = OrganizationField(tree=PARTY, label="上级党组织")
    name = forms.CharField(label="名称", max_length=120)
    code = forms.CharField(label="代码", max_length=20, widget=forms.TextInput(attrs={"class": "w-code"}))
    kind = forms.ChoiceField(label="类型", choices=list(PARTY_KINDS.items()), initial="branch")
    branch_type = forms.ChoiceField(
        label="支部类型", choices=[("", "不是支部"), *BRANCH_TYPES.items()], initial="independent", required=False
    )
    unit = OrganizationField(tree=UNIT, label="覆盖哪个机构", required=False)
    on = DayField(label="成立日期", latest_today=True, initial=today)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "branch" and not cleaned.get("branch_type"):
            self.add_error("branch_type", "支部要选一个类型")
        if cleaned.get("kind") != "branch":
            cleaned["branch_type"] = ""
        return cleaned


class MoveForm(forms.Form):
    parent = OrganizationField(tree=PARTY, label="调到哪个党组织下面")
    on = DayField(label="从哪天起", latest_today=True, initial=today)


class DissolveForm(forms.Form):
    on = DayField(label="撤销日期", latest_today=True, initial=today)


class TermForm(forms.Form):
    elected_on = DayField(label="选举日期", latest_today=True)
    years = forms.TypedChoiceField(
        label="任期", coerce=int, choices=[(each, f"{each} 年") for each in TERM_YEARS], widget=forms.RadioSelect
    )
