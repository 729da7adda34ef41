"""The editor of the dictionary; it names the rule when it refuses a source or a use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from yipanqi.indicators import rules
from yipanqi.indicators.directory import INDICATORS
from yipanqi.indicators.models import CONTROL, DIRECTION_WORDS, FREQUENCIES, SENSITIVITIES, SIDES, USES, Indicator
from yipanqi.kit.clock import today
from yipanqi.kit.dayfield import DayField
from yipanqi.kit.workbook import Directory
from yipanqi.kit.workbook.directory import Unfound
from yipanqi.kit.workbook.fields import SEPARATORS
from yipanqi.organizations import naming
from yipanqi.organizations.forms import OrganizationField
from yipanqi.organizations.models import UNIT

TEXTS = ("name", "definition", "formula", "source")


class IndicatorListField(forms.CharField):
    """Several indicators by code or name, joined by 、."""

    directory: Directory = INDICATORS

    def to_python(self, value) -> Any:
        """A list of indicators."""
        wanted = [part.strip() for part in SEPARATORS.split(value or "") if part.strip()]
        if not wanted:
            return []
        index = self.directory.index(wanted)
        try:
            ids = [index.find(part).id for part in wanted]
        except Unfound as wrong:
            raise ValidationError(str(wrong)) from wrong
        return list(Indicator.objects.filter(pk__in=ids).order_by("code"))


class IndicatorForm(forms.Form):
    code = forms.CharField(label="代码", max_length=20, widget=forms.TextInput(attrs={"class": "w-code"}))
    name = forms.CharField(label="名称", max_length=60)
    side = forms.ChoiceField(label="侧", choices=list(SIDES.items()))
    definition = forms.CharField(label="定义", widget=forms.Textarea(attrs={"rows": 3}))
    formula = forms.CharField(label="公式", max_length=300, required=False, help_text="如：按期办结 / 到期任务")
    unit_of_measure = forms.CharField(
        label="单位", max_length=20, required=False, widget=forms.TextInput(attrs={"class": "w-num"})
    )
    direction = forms.ChoiceField(label="方向", choices=list(DIRECTION_WORDS.items()))
    floor = forms.FloatField(label="目标下限", required=False, widget=forms.TextInput(attrs={"class": "w-num"}))
    target = forms.FloatField(label="目标值", required=False, widget=forms.TextInput(attrs={"class": "w-num"}))
    frequency = forms.ChoiceField(label="频次", choices=list(FREQUENCIES.items()))
    source = forms.CharField(label="数据来源", max_length=120, help_text="从哪个系统取数；能自动取的不让支部再填")
    use = forms.ChoiceField(
        label="用途", choices=list(USES.items()), help_text="计分的才能作目标；执法结果和低可控的只展示"
    )
    controllability = forms.ChoiceField(label="可控性", choices=list(CONTROL.items()))
    guards = IndicatorListField(
        label="配对守护指标", required=False, help_text="一起看才不会跑偏的指标，写代码或名称，用、隔开"
    )
    function_groups = forms.CharField(label="适用职能组", max_length=200, required=False)
    sensitivity = forms.ChoiceField(label="敏感级别", choices=list(SENSITIVITIES.items()), initial="internal")
    data_owner = OrganizationField(tree=UNIT, label="数据责任部门")
    from_on = DayField(label="从哪天起这样算", latest_today=True, initial=lambda: today())

    def clean(self) -> dict:
        """D6 and D19: the sentence stands beside the words that break the rule."""
        cleaned = super().clean() or {}
        use = cleaned.get("use", "")
        for name, sentence in rules.refusals(use, **{each: cleaned.get(each) or "" for each in TEXTS}):
            self.add_error(name, sentence)
        if far := rules.out_of_reach(use, cleaned.get("controllability", "")):
            self.add_error("use", far)
        if (cleaned.get("direction") == "gate") != (use == "gate") and use:
            self.add_error("use", "只判有无的指标用途是门槛，门槛也只判有无")
        return cleaned

    def facts(self) -> dict:
        return dict(self.cleaned_data)

    @staticmethod
    def filled(indicator: Indicator) -> dict:
        """What stands in the form when an indicator is edited."""
        owner = indicator.data_owner
        plain = {name: getattr(indicator, name) for name in IndicatorForm.base_fields if hasattr(indicator, name)}
        return {
            **plain,
            "guards": "、".join(indicator.guards.order_by("code").values_list("code", flat=True)),
            "data_owner": naming.written(owner.code, owner.name) if owner else "",
            "from_on": today(),
        }
