"""Binding a measure: to an indicator, to a deliverable, or to nothing yet."""

import re

from yipanqi.brands import actions, rules
from yipanqi.brands.forms import BindForm
from yipanqi.brands.models import Measure
from yipanqi.kit.pages import FormPage


class BindPage(FormPage):
    model = Measure
    form = BindForm
    title = "绑定指标或交付物"
    verb = "绑定"
    done = "绑好了"
    template = "brands/measure_form.html"

    def _form(self, request, subject, *data):
        brand, priority = subject.brand, subject.priority
        initial = {**BindForm.filled(subject), **_offered_baseline(request)}
        return BindForm(*data[:1], brand=brand, priority=priority, initial=initial)

    def may(self, scope, subject):
        if sentence := rules.may_change(subject, scope):
            return sentence
        return "已经报完成，要改先收回" if subject.is_settled else None

    def context(self, request, subject) -> dict:
        return {"back": subject.get_absolute_url()}

    def save(self, form, request, subject) -> str:
        return actions.bind(subject, by=request.user, scope=request.scope, **form.cleaned_data).get_absolute_url()


def _offered_baseline(request) -> dict[str, str]:
    """``?baseline=4.16``: the mean before the start, offered on the measure's page in place of the registered one."""
    wanted = request.GET.get("baseline", "").replace(",", "")
    return {"baseline": wanted} if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", wanted) else {}
