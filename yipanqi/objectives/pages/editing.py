"""Raising a priority and changing one."""

from django.urls import reverse

from yipanqi.kit.pages import FormPage
from yipanqi.objectives import actions, rules
from yipanqi.objectives.forms import PriorityForm
from yipanqi.objectives.models import Priority
from yipanqi.organizations import naming


class PriorityFormPage(FormPage):
    form = PriorityForm

    def _form(self, request, subject, *data):
        standing = subject.owner if subject else None
        return PriorityForm(*data[:1], scope=request.scope, standing=standing, initial=self.initial(request, subject))


class RaisePage(PriorityFormPage):
    title = "提出业务重点"
    lead = "提出来就上棋盘，各支部都能来接"
    verb = "提出"
    done = "提出来了，已经在棋盘上"

    def may(self, scope, subject):
        return rules.may_raise(scope)

    def initial(self, request, subject) -> dict:
        """The head's own unit and name, which the system knows."""
        office = next(iter(request.scope.unit_offices), None)
        if office is None:
            return {}
        own = f"{request.scope.person_name} {request.scope.person_number}"
        return {"raised_by": naming.written(office.code, office.name), "owner": own}

    def context(self, request, subject) -> dict:
        return {"back": reverse("objectives:priorities")}

    def save(self, form, request, subject) -> str:
        return actions.raise_priority(by=request.user, scope=request.scope, **form.cleaned_data).get_absolute_url()


class RevisePage(PriorityFormPage):
    model = Priority
    title = "改业务重点"
    verb = "保存"
    done = "改好了"

    def may(self, scope, subject):
        return rules.may_edit(subject, scope)

    def initial(self, request, subject) -> dict:
        return PriorityForm.filled(subject)

    def context(self, request, subject) -> dict:
        return {"back": subject.get_absolute_url()}

    def save(self, form, request, subject) -> str:
        changed = actions.revise(subject, by=request.user, scope=request.scope, **form.cleaned_data)
        return changed.get_absolute_url()
