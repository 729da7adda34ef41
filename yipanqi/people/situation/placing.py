"""Placing a member who belongs to no branch into one."""

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse

from yipanqi.events.timeline import SENTENCES
from yipanqi.kit import clock, journal, undo
from yipanqi.kit.arrows import Refused
from yipanqi.kit.datewords import day as words_of
from yipanqi.kit.dayfield import DayField
from yipanqi.kit.pages import FormPage
from yipanqi.kit.undo import way_back
from yipanqi.organizations import rules
from yipanqi.organizations.forms import OrganizationField
from yipanqi.organizations.models import PARTY
from yipanqi.people import roster
from yipanqi.people.models import MEMBERS, Affiliation, Person
from yipanqi.people.situation.members import loose
from yipanqi.people.situation.reach import reach_of

SENTENCES.update({"affiliation.placed": "编入支部", "affiliation.withdrawn": "撤回编入支部"})


@transaction.atomic
def place(person: Person, branch, *, on: date, by, scope) -> Affiliation:
    """Give a member without a branch a home from a day on. Moving from branch to branch is a transfer, not this."""
    if sentence := rules.may_arrange(branch, scope):
        raise Refused(sentence)
    loose = Affiliation.objects.select_for_update().filter(person=person, until_on__isnull=True).first()
    if loose is None or loose.political_status not in MEMBERS:
        raise Refused("只有党员编入支部", status=422)
    if loose.branch is not None:
        raise Refused(f"已经编在{loose.branch.name}，换支部要转组织关系", status=422)
    if on > clock.today():
        raise Refused("日期不能晚于今天", status=422)
    if loose.from_on is not None and on <= loose.from_on:
        raise Refused(f"日期要晚于 {words_of(loose.from_on)}", status=422)
    loose.until_on = on
    loose.save(update_fields=["until_on"])
    home = Affiliation.objects.create(
        person=person, branch_id=branch.pk, political_status=loose.political_status, status_words=loose.status_words,
        from_on=on,
    )  # fmt: skip
    roster.keep(Person.objects.filter(pk=person.pk))
    journal.record("affiliation.placed", person, organization=branch.pk, by=by, after=branch.name)
    return home


@way_back("people.placed")
@transaction.atomic
def _take_out(*, by, scope, affiliation: int) -> str:
    home = Affiliation.objects.select_for_update().filter(pk=affiliation, until_on__isnull=True).first()
    if home is None or home.branch is None:
        raise Refused("刚才又有人改过，请到人员那一页看", status=409)
    if sentence := rules.may_arrange(home.branch, scope):
        raise Refused(sentence)
    person, branch, since = home.person, home.branch, home.from_on
    home.delete()
    Affiliation.objects.filter(person=person, branch__isnull=True, until_on=since).update(until_on=None)
    roster.keep(Person.objects.filter(pk=person.pk))
    journal.record("affiliation.withdrawn", person, organization=branch.pk, by=by)
    return "已撤销，还没有编入支部"


class PlaceForm(forms.Form):
    branch = OrganizationField(tree=PARTY, label="编入哪个支部")
    on = DayField(label="从哪天起", latest_today=True, initial=clock.today)

    def clean_branch(self):
        if not self.cleaned_data["branch"].is_branch:
            raise ValidationError("要写一个支部")
        return self.cleaned_data["branch"]


class PlacePage(FormPage):
    """For members who stand under 党员 on the officer's own page of 情况; anybody else is a stranger here."""

    form = PlaceForm
    title = "编入支部"
    verb = "编入"

    def _subject(self, request, pk):
        if sentence := rules.may_arrange_somewhere(request.scope):
            raise PermissionDenied(sentence)
        reach = reach_of(request.scope)
        shown = loose(reach).values("person_id") if reach.sees_members else []
        return get_object_or_404(Person, pk=pk, pk__in=shown)

    def context(self, request, subject) -> dict:
        return {"crumbs": [("情况", _situation()), (subject.name, None)], "back": _situation()}

    def save(self, form, request, subject) -> str:
        branch = form.cleaned_data["branch"]
        home = place(subject, branch, on=form.cleaned_data["on"], by=request.user, scope=request.scope)
        undo.offer(request, f"{subject.name}已编入{branch.name}", "people.placed", affiliation=home.pk)
        return _situation()


def _situation() -> str:
    return reverse("people:situation")
