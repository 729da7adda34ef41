"""Accounts: the one of a person, and the list of all. No sign-in statistics anywhere (D4)."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from yipanqi.kit.arrows import Refused
from yipanqi.kit.filters import Choice, Search
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.tables import DASH, Column, small, text
from yipanqi.people import actions, rules
from yipanqi.people.models import Account, Person
from yipanqi.people.pages.finding import named
from yipanqi.people.queries import history, placed

STATES = {"open": "在用", "first": "还没换初始密码", "locked": "锁着"}


class AccountPage(View):
    """One person's account: give, lock, open, reset. A new password is shown once, on the answer to the POST."""

    model = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._person(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(request, pk)
        try:
            password = self._do(request.POST.get("verb", ""), person, request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("people:account", pk)
        if password is None:
            return redirect("people:account", pk)
        return self._show(request, self._person(request, pk), password)

    def _do(self, verb: str, person: Person, by) -> str | None:
        """Returns the new password where there is one."""
        account = getattr(person, "account", None)
        if verb == "give":
            return actions.give_account(person, by=by)[1]
        if account is None:
            raise Refused(f"{person.name}还没有账号", status=409)
        if verb == "reset":
            return actions.reset_password(account, by=by)
        done = {
            "lock": (actions.lock_account, "锁上了，登录着的也已退出"),
            "unlock": (actions.unlock_account, "打开了"),
            "remove_second_step": (actions.remove_second_step, "去掉了两步验证"),
        }
        if verb not in done:
            raise Refused("没有这个办法", status=422)
        act, words = done[verb]
        act(account, by=by)
        messages.success(self.request, words)
        return None

    def _person(self, request, pk: int) -> Person:
        person = Person.objects.visible_to(request.scope).select_related("account").filter(pk=pk).first()
        if person is None:
            raise Http404
        branch_path = placed(Person.objects.filter(pk=pk)).values_list("home__branch__path", flat=True).get()
        account = getattr(person, "account", None)
        offices = [(each.tree, each.path) for each in history(pk) if each.sort == "post" and each.is_open]
        if sentence := rules.may_manage_account(
            request.scope,
            branch_path=branch_path,
            offices=offices,
            is_administrator=bool(account and account.is_administrator),
        ):
            raise PermissionDenied(sentence)
        return person

    def _show(self, request, person: Person, password: str = "") -> HttpResponse:
        account = getattr(person, "account", None)
        context = {
            "person": person,
            "account": account,
            "password": password,
            "second_step": account is not None and Authenticator.objects.filter(user=account).exists(),
            "crumbs": [(person.name, address("people:person", person.pk)), ("账号", None)],
        }
        response = render(request, "people/account.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _who(username, name, number, pk) -> str:
    return f'<a href="{address("people:account", pk)}">{text(name)}</a>{small(number)}' if pk else text("管理员")


def _state(is_active, must_change) -> str:
    key = "locked" if not is_active else "first" if must_change else "open"
    css = {"locked": "bad", "first": "warn", "open": "ok"}[key]
    return f'<span class="tag {css}">{STATES[key]}</span>'


def _by_words(rows, words, scope):
    persons = Person.objects.filter(named(words)).order_by().values("pk")
    return rows.filter(Q(username__icontains=words) | Q(person__in=persons))


def _by_state(rows, state, scope):
    return {
        "open": rows.filter(is_active=True, must_change_password=False),
        "first": rows.filter(is_active=True, must_change_password=True),
        "locked": rows.filter(is_active=False),
    }.get(state, rows.none())


class AccountList(ListPage):
    """All accounts, for administrators and the district's party-affairs officers."""

    model = Account
    title = "账号"
    counted = "个"
    lead = "账号跟着人走：在人员页里开，登录名就是工号"
    empty = "还没有账号"
    crumbs = (("人员", "people:people"),)
    order = ("username",)
    filters = (
        Search("q", "找账号", _by_words, hint="登录名、姓名、拼音"),
        Choice("state", "状态", _by_state, options=STATES),
    )
    columns = (
        Column("username", "登录名", ("username",)),
        Column("person", "是谁的", ("username", "person__name", "person__number", "person_id"), _who),
        Column("state", "状态", ("is_active", "must_change_password"), _state),
        Column("second", "两步验证", ("second_step",), lambda has: "已设" if has else DASH),
    )

    def rows(self, scope):
        second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return Account.objects.visible_to(scope).annotate(second_step=Exists(second))
