"""Every arrow of every life cycle, tried by every sample person on a row in every state."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from yipanqi.events.models import Event
from yipanqi.kit.arrows import LIFECYCLES, Arrow, Lifecycle
from yipanqi.people.models import Account
from yipanqi.people.scope import Scope, scope_of

LOOKED_AT = 20  # rows of a state among which one is sought that may be moved
SAMPLES = ("secretary", "committee", "member", "officer", "party", "department", "leader", "admin")


@dataclass
class Try:
    """What came of one arrow tried by one person on one row."""

    asked: str
    arrow: str
    moved: bool
    wrong: str = ""


def test_arrows_move_only_what_they_may(district):
    tries = [
        try_arrow(client, scope, lifecycle, arrow, subject)
        for client, scope in [(signed_in(account), scope_of(account)) for account in accounts()]
        for lifecycle in LIFECYCLES.values()
        for arrow in lifecycle.arrows.values()
        for subject in worth_trying(lifecycle, arrow, scope)
    ]

    assert [f"{each.asked} {each.wrong}" for each in tries if each.wrong] == []
    assert arrows_with_a_button() - {each.arrow for each in tries if each.moved} == set()


def accounts() -> list[Account]:
    """The sample people, and the owner of a measure in each state."""
    owners = {row.owner for row in one_in_each_state(LIFECYCLES["brands.Measure"]) if row.owner}
    for owner in owners:
        Account.objects.get_or_create(person=owner, defaults={"username": f"owner-{owner.number}"})
    return list(Account.objects.filter(Q(username__in=SAMPLES) | Q(person__in=owners)))


def arrows_with_a_button() -> set[str]:
    return {
        f"{label}.{arrow.name}"
        for label, lifecycle in LIFECYCLES.items()
        for arrow in lifecycle.arrows.values()
        if not arrow.only_undo
    }


def signed_in(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def one_in_each_state(lifecycle: Lifecycle) -> list[Any]:
    """A row for each state that occurs, preferably one that somebody owns."""
    rows = lifecycle.model._default_manager.order_by("pk")
    found = (rows.filter(**{lifecycle.attribute: state}).first() for state in lifecycle.states)
    return [row for row in found if row is not None]


def worth_trying(lifecycle: Lifecycle, arrow: Arrow, scope: Scope) -> list[Any]:
    """A row in each state, and in each state one on which this person may walk the arrow, where there is such."""
    found: dict[int, Any] = {row.pk: row for row in one_in_each_state(lifecycle)}
    found |= {row.pk: row for row in allowed_rows(lifecycle.model_label, arrow.may, scope)}
    return list(found.values())


@cache
def allowed_rows(label: str, may: Callable[[Any, Any], str | None], scope: Scope) -> list[Any]:
    """In each state the first of some rows that this rule leaves to this person; arrows share their rules."""
    lifecycle = LIFECYCLES[label]
    visible = lifecycle.model._default_manager.visible_to(scope).order_by("pk")
    in_states = (visible.filter(**{lifecycle.attribute: state})[:LOOKED_AT] for state in lifecycle.states)
    firsts = (next((row for row in rows if may(row, scope) is None), None) for rows in in_states)
    return [row for row in firsts if row is not None]


def try_arrow(client: Client, scope: Scope, lifecycle: Lifecycle, arrow: Arrow, subject: models.Model) -> Try:
    """Walk it and take it back."""
    before = getattr(subject, lifecycle.attribute)
    expected = expected_status(scope, lifecycle, arrow, subject)
    address = reverse("act", args=[lifecycle.model_label.lower(), subject.pk, arrow.name])
    with transaction.atomic():
        status = client.post(address, {"sentence": "因为这样更好"}).status_code
        after = getattr(lifecycle.model._base_manager.get(pk=subject.pk), lifecycle.attribute)
        recorded = list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:3])
        transaction.set_rollback(True)
    moved = expected == 302
    tried = Try(
        f"{lifecycle.model_label} {subject.pk} {arrow.name} from {before}",
        f"{lifecycle.model_label}.{arrow.name}",
        moved,
    )
    if status != expected:
        tried.wrong = f"gave {status}, expected {expected}"
    elif after != (arrow.target if moved else before):
        tried.wrong = f"left it {after}"
    elif moved and arrow.event not in recorded:
        tried.wrong = f"left no event {arrow.event}"
    return tried


def expected_status(scope: Scope, lifecycle: Lifecycle, arrow: Arrow, subject: models.Model) -> int:
    """404 for strangers and for arrows that only undo another, 403 for the wrong person, 409 from the wrong state."""
    visible = lifecycle.model._default_manager.visible_to(scope).filter(pk=subject.pk).exists()
    if not visible or arrow.only_undo:
        return 404
    if arrow.may(subject, scope):
        return 403
    return 302 if getattr(subject, lifecycle.attribute) in arrow.sources else 409
