"""A day typed into a form: ``2026-11-9``, ``11.9`` and ``1109`` are all read, the year being the business year."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from yipanqi.kit.clock import today
from yipanqi.kit.workbook.dates import day_of, plain
from yipanqi.kit.workbook.unreadable import Unreadable

_MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{2})(\d{2})")


class DayField(forms.DateField):
    """A form field for a day. ``latest_today`` refuses days that have not come yet."""

    widget = forms.TextInput

    def __init__(self, *, latest_today: bool = False, **more):
        super().__init__(**{"help_text": "写成 2026-11-9、11.9 或 1109 都行", **more})
        self.latest_today = latest_today

    def to_python(self, value) -> date | None:
        if value in self.empty_values:
            return None
        try:
            day = day_of(_with_year(value))
        except Unreadable as wrong:
            raise ValidationError(wrong.reason) from wrong
        if self.latest_today and day > today():
            raise ValidationError("日期不能晚于今天")
        return day

    def widget_attrs(self, widget) -> dict:
        return {**super().widget_attrs(widget), "class": "w-date", "autocomplete": "off"}

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


def _with_year(value):
    """The year is left out where everybody knows it."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    if match := _MONTH_AND_DAY.fullmatch(text):
        month, day = (part for part in match.groups() if part)
        return f"{today().year}-{month}-{day}"
    return text
