"""Every arrow of every life cycle, tried by every sample person on a row in every state."""

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from yipanqi.events.models import Event
from yipanqi.kit.arrows import LIFECYCLES, Arrow, Lifecycle
from yipanqi.people.models import Account
from yipanqi.people.scope import Scope, scope_of

SAMPLES = ("secretary", "committee", "member", "officer", "party", "department", "leader", "admin")


@pytest.mark.parametrize("login", SAMPLES)
def test_arrows_move_only_what_they_may(district, login):
    account = Account.objects.get(username=login)
    scope, client = scope_of(account), signed_in(account)

    wrong = [
        sentence
        for lifecycle in LIFECYCLES.values()
        for arrow in lifecycle.arrows.values()
        for subject in one_in_each_state(lifecycle)
        if (sentence := try_arrow(client, scope, lifecycle, arrow, subject))
    ]

    assert wrong == []


def test_every_life_cycle_has_rows_to_try(district):
    states = {label: len(one_in_each_state(lifecycle)) for label, lifecycle in LIFECYCLES.items()}

    assert {label: count for label, count in states.items() if count < 2} == {}


def signed_in(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def one_in_each_state(lifecycle: Lifecycle) -> list[models.Model]:
    """A row for each state that occurs."""
    rows = lifecycle.model._default_manager
    found = (rows.filter(**{lifecycle.attribute: state}).order_by("pk").first() for state in lifecycle.states)
    return [row for row in found if row is not None]


def try_arrow(client: Client, scope: Scope, lifecycle: Lifecycle, arrow: Arrow, subject: models.Model) -> str:
    """Walk it and take it back; empty when all was as it should be, else what was wrong."""
    before = getattr(subject, lifecycle.attribute)
    expected = expected_status(scope, lifecycle, arrow, subject)
    address = reverse("act", args=[lifecycle.model_label.lower(), subject.pk, arrow.name])
    with transaction.atomic():
        status = client.post(address, {"sentence": "因为这样更好"}).status_code
        after = getattr(lifecycle.model._base_manager.get(pk=subject.pk), lifecycle.attribute)
        recorded = list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:3])
        transaction.set_rollback(True)
    moved = expected == 302
    asked = f"{lifecycle.model_label} {arrow.name} from {before}"
    if status != expected:
        return f"{asked} gave {status}, expected {expected}"
    if after != (arrow.target if moved else before):
        return f"{asked} left it {after}"
    return "" if not moved or arrow.event in recorded else f"{asked} left no event {arrow.event}"


def expected_status(scope: Scope, lifecycle: Lifecycle, arrow: Arrow, subject: models.Model) -> int:
    """404 for strangers and for arrows that only undo another, 403 for the wrong person, 409 from the wrong state."""
    visible = lifecycle.model._default_manager.visible_to(scope).filter(pk=subject.pk).exists()  # type: ignore[attr-defined]
    if not visible or arrow.only_undo:
        return 404
    if arrow.may(subject, scope):
        return 403
    return 302 if getattr(subject, lifecycle.attribute) in arrow.sources else 409
