"""A list's filters under a name: built-in ones for everybody, own ones, and what colleagues share.

A view stores the address, never rows: what it shows is fetched with the reader's own scope each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from yipanqi.kit import journal
from yipanqi.kit.arrows import Refused
from yipanqi.kit.models import SavedView
from yipanqi.kit.prepared import prepared

LONGEST = 500  # characters of an address
LONGEST_PAGE = 60  # characters of a view name


@dataclass(frozen=True)
class BuiltIn:
    """A view that comes with the list; ``query`` as the address has it."""

    name: str
    query: str

    @cached_property
    def normal(self) -> str:
        return normal(self.query)


@dataclass(frozen=True)
class Shown:
    """A view as the list draws it."""

    name: str
    query: str
    is_current: bool
    pk: int | None = None
    is_mine: bool = False
    is_shared: bool = False

    @property
    def chip(self) -> str:
        current = ' aria-current="true"' if self.is_current else ""
        shared = '<span class="sr">（同事分享的）</span>' if self.pk and not self.is_mine else ""
        return f'<a class="chip" href="?{escape(self.query)}"{current}>{escape(self.name)}{shared}</a>'


@dataclass(frozen=True)
class Views:
    """All views of a list for one reader, and the present address they can keep. ``page`` is the list's view name."""

    page: str
    here: str
    all: list[Shown]

    @property
    def chips(self) -> SafeString:
        return mark_safe("\n".join(view.chip for view in self.all))

    @property
    def current(self) -> Shown | None:
        return next((view for view in self.all if view.is_current), None)


def views_of(request, state: Mapping[str, str], built_in: tuple[BuiltIn, ...]) -> Views:
    """One statement."""
    page, here = request.resolver_match.view_name, normal(urlencode(state))
    shown = [Shown(view.name, view.query, view.normal == here) for view in built_in]
    for name, query, pk, owner, shared in _saved(page, request.scope):
        shown.append(Shown(name, query, query == here, pk, owner == request.scope.account_id, shared))
    return Views(page, here, shown)


@prepared
def _saved(page: str, scope):
    views = SavedView.objects.visible_to(scope).filter(page=page).order_by("pk")
    return views.values_list("name", "query", "pk", "account_id", "shared")


def normal(query: str) -> str:
    """The same choices in the same order; page numbers and exports are not part of a view."""
    pairs = sorted((name, value) for name, value in parse_qsl(query) if name not in ("page", "export"))
    return urlencode(pairs)


def is_page(name: str) -> bool:
    """Whether a view name leads to a page without further arguments."""
    try:
        return len(name) <= LONGEST_PAGE and bool(reverse(name))
    except NoReverseMatch:
        return False


@transaction.atomic
def save(*, by, page: str, query: str, name: str) -> SavedView:
    """Keep these filters under a name; the same name again means the new ones."""
    name, query = name.strip(), normal(query)
    if not name:
        raise Refused("给它起个名字", status=422)
    if len(name) > 30 or len(query) > LONGEST:
        raise Refused("名字最多 30 个字", status=422)
    if not is_page(page):
        raise Refused("没有这个名单", status=422)
    view, _ = SavedView.objects.update_or_create(account=by, page=page, name=name, defaults={"query": query})
    journal.record("view.saved", view, by=by, name=name)
    return view


@transaction.atomic
def share(view: SavedView, *, by, shared: bool) -> None:
    """Show it to everybody who may open the list, or to nobody but its owner again."""
    _own(view, by)
    SavedView.objects.filter(pk=view.pk).update(shared=shared)
    journal.record("view.shared" if shared else "view.unshared", view, by=by, name=view.name)


@transaction.atomic
def remove(view: SavedView, *, by) -> None:
    """A view is a bookmark, not a record: it may go."""
    _own(view, by)
    journal.record("view.removed", view, by=by, name=view.name, query=view.query)
    view.delete()


def _own(view: SavedView, by) -> None:
    if view.account_id != by.pk:
        raise Refused("这个视图是别人存的，由他来改")
