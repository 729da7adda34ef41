"""What adopting a scheme and ordering a run ask for."""

from django import forms

from yipanqi.kit.dayfield import DayField


class AdoptForm(forms.Form):
    resolution = forms.CharField(label="决议文号", max_length=60, help_text="写全，如：东关党〔2026〕12 号")
    resolved_on = DayField(label="决议日期", latest_today=True, widget=forms.TextInput(attrs={"class": "w-date"}))


class OrderForm(forms.Form):
    """The choices are given by the page: they depend on the day."""

    span = forms.ChoiceField(label="算哪一期", widget=forms.RadioSelect)

    def __init__(self, *data, spans=(), **more):
        super().__init__(*data, **more)
        self.fields["span"].choices = [(each.key, each.words) for each in spans]  # type: ignore[attr-defined]
