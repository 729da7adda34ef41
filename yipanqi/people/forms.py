"""Forms about people, and the field in which one names a person."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from yipanqi.kit.dayfield import DayField
from yipanqi.organizations.forms import OrganizationField
from yipanqi.organizations.models import PARTY
from yipanqi.people.models import OFFICES, Person
from yipanqi.people.scope import NOBODY, Scope

TELEPHONE = re.compile(r"\+?\d{5,18}")


def written(person: Person) -> str:
    """How a person stands in a text box."""
    return f"{person.name} {person.number}"


class PersonField(forms.CharField):
    """A text that names one person, by 工号 or by a name nobody else has; its value is the person.

    Only people whom ``scope`` sees are found, and whoever is named already (``standing``); the page sets both.
    """

    scope: Scope = NOBODY
    standing: Person | None = None

    def __init__(self, **more):
        super().__init__(**{"max_length": 80, "help_text": "写姓名或工号", **more})
        self.widget.attrs.update({"data-typeahead": reverse_lazy("people:suggest_number"), "autocomplete": "off"})

    def clean(self, value) -> Person | None:
        text = " ".join(super().clean(value).split())
        if not text:
            return None
        if self.standing is not None and text in (written(self.standing), self.standing.number):
            return self.standing
        number = text.rpartition(" ")[2]
        seen = Person.objects.visible_to(self.scope)
        found = list(seen.filter(number=number)[:1]) or list(seen.filter(name=text)[:2])
        if not found:
            raise ValidationError(f"没有叫“{text}”的人")
        if len(found) > 1:
            raise ValidationError(f"不止一个人叫“{text}”，写工号区分")
        return found[0]


class ContactsForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("phone", "wecom")

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s-]", "", self.cleaned_data["phone"])
        if phone and not TELEPHONE.fullmatch(phone):
            raise ValidationError("手机号写成一串数字，如 13800000000")
        return phone


class RemarkForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("remark",)


class AppointForm(forms.Form):
    person = PersonField(label="谁")
    organization = OrganizationField(tree=PARTY, label="在哪个党组织")
    office = forms.ChoiceField(
        label="任什么职务", choices=[(key, word) for key, word in OFFICES.items() if key != "head"]
    )
    from_on = DayField(label="任职日期", latest_today=True)


class EndForm(forms.Form):
    until_on = DayField(label="免职日期", latest_today=True)
