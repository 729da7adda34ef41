"""One sentence about one month of a series."""

from datetime import date

from django import forms

from yipanqi.indicators.observations.models import Observation


class RemarkForm(forms.Form):
    month = forms.TypedChoiceField(label="哪个月", coerce=date.fromisoformat)
    sentence = forms.CharField(
        label="发生了什么",
        max_length=120,
        help_text="一句话，写事实，如：9 月夜间增开一条卡口通道。会带上你的名字，看得到这项数的人都看得到",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *data, observation: Observation, **more):
        super().__init__(*data, **more)
        series = Observation.objects.current().filter(
            organization=observation.organization_id, indicator=observation.indicator_id, grain=observation.grain
        )
        months = {*series.order_by("-period_start").values_list("period_start", flat=True)[:36]}
        months.add(observation.period_start)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (month.isoformat(), f"{month.year} 年 {month.month} 月") for month in sorted(months, reverse=True)
        ]
