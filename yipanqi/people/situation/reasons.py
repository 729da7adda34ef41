"""Giving a reason: one sentence that stays, and that sinks the row until the state of things is another one."""

from django.db import transaction

from yipanqi.events.timeline import INSIDE, SENTENCES
from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.undo import way_back
from yipanqi.people.models import Reason
from yipanqi.people.situation.cases import Case, pack

WORDS = {"reason.given": "写明原因", "reason.changed": "改了原因", "reason.withdrawn": "撤回原因"}
SENTENCES.update(WORDS)
INSIDE.update(WORDS)  # a reason may be about a person: the page with the reasons is for officers, so are they here
WHO = "原因由党务干部写：本支部的支委，或者上级党委、党总支的人"
STALE = "刚才有人先写了原因，请看一眼再改"


@transaction.atomic
def give_reason(cases: list[Case], sentence: str, *, on, by, scope, seen: dict[str, int]) -> list[dict]:
    """Write one sentence for several cases. ``seen`` holds the version of each reason shown when the form was opened.

    Returns what stood there before, for the way back. Raises ``Refused``: 403 not for this person, 409 when somebody
    else wrote a reason in the meantime.
    """
    if not scope.party_paths:
        raise Refused(WHO)
    before = []
    for case in cases:
        reason = (
            Reason.objects.select_for_update()
            .filter(rule=case.reason_key, organization=case.subject.id, person=case.person_id)
            .first()
        )
        if (reason.version if reason else 0) != seen.get(case.key, 0):
            raise Refused(STALE, status=409)
        before.append(_write(case, reason, sentence, on, by))
    return before


def _write(case: Case, reason: Reason | None, sentence: str, on, by) -> dict:
    old = reason.sentence if reason else ""
    given = {"sentence": sentence, "given_by": by, "given_on": on}
    if reason is None:
        reason = Reason.objects.create(
            rule=case.reason_key, organization_id=case.subject.id, person_id=case.person_id, **given
        )
        was = {"id": reason.pk, "sentence": "", "by": None, "on": None}
    else:
        was = {"id": reason.pk, "sentence": old, "by": reason.given_by_id, "on": reason.given_on.isoformat()}
        for name, value in given.items():
            setattr(reason, name, value)
        reason.version += 1
        reason.save()
    journal.record(
        "reason.changed" if old else "reason.given", reason.organization, organization=reason.organization_id, by=by,
        sentence=f"{pack()[case.rule.key].citation}：{sentence}",
    )  # fmt: skip
    return {**was, "version": reason.version}


@way_back("people.reasons_given")
@transaction.atomic
def _take_back(*, by, scope, before: list[dict]) -> str:
    for was in before:
        reason = Reason.objects.select_for_update().filter(pk=was["id"], version=was["version"]).first()
        if reason is None or reason.given_by_id != by.pk:
            raise Refused(STALE, status=409)
        organization = reason.organization
        if was["sentence"]:
            reason.sentence, reason.given_by_id, reason.given_on = was["sentence"], was["by"], was["on"]
            reason.version += 1
            reason.save()
        else:
            reason.delete()
        journal.record("reason.withdrawn", organization, organization=organization.pk, by=by)
    return "已撤销，原因还是原来的样子"
