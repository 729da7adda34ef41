"""/members/dues: what branches had to collect and did, month by month, with the sums of what is shown."""

from decimal import Decimal

from django.db.models import Sum

from yipanqi.kit.filters import Choice
from yipanqi.kit.links import address
from yipanqi.kit.pages import ListPage
from yipanqi.kit.periodfilter import during
from yipanqi.kit.tables import DASH, Column, link, small
from yipanqi.members.models import DuesSummary
from yipanqi.members.words import yuan
from yipanqi.organizations.filters import by_party_organization

PAID = {"short": "没交齐", "full": "交齐了"}
SUMS = ("due_count", "paid_count", "due_amount", "paid_amount")


def _amount(amount: Decimal | None) -> str:
    return DASH if amount is None else yuan(amount)


def _by_paid(rows, value, scope):
    if value == "short":
        return rows.in_arrears()
    return rows.exclude(pk__in=rows.in_arrears().order_by().values("pk")) if value == "full" else rows.none()


def _people(paid, due) -> str:
    if paid is None or due is None:
        return DASH
    return f"{paid} / {due}" + small(f"少 {due - paid} 人" if paid < due else "")


def _missing(paid, due) -> str:
    if paid is None or due is None or paid >= due:
        return DASH
    return f'<span class="say-warn">{due - paid:,.2f}</span>'


class DuesList(ListPage):
    model = DuesSummary
    title = "党费"
    lead = "各支部按月收缴的汇总，不到个人"
    counted = "条"
    order = ("-month", "organization__path")
    export_name = "党费收缴"
    empty = "还没有党费汇总"
    imported_as = "dues"
    template = "members/dues.html"
    rows_template = "members/dues_rows.html"
    filters = (
        by_party_organization("branch", "党组织", "organization__path"),
        during("period", "月份", "month"),
        Choice("paid", "收缴", _by_paid, options=PAID),
    )
    columns = (
        Column("branch", "党组织", ("organization__name", "organization_id"),
               lambda name, pk: link(address("organizations:organization", pk), name), lambda name, pk: name,
               order=("organization__path", "-month")),
        Column("month", "月份", ("month",), lambda month: f"{month:%Y-%m}", lambda month: f"{month:%Y-%m}",
               order=("month", "organization__path")),
        Column("people", "实交 / 应交人数", ("paid_count", "due_count"), _people,
               lambda paid, due: "" if paid is None else f"{paid}/{due}", numeric=True),
        Column("due", "应交（元）", ("due_amount",), _amount, numeric=True),
        Column("paid", "实交（元）", ("paid_amount",), _amount, numeric=True),
        Column("missing", "还差（元）", ("paid_amount", "due_amount"), _missing,
               lambda paid, due: "" if paid is None or due is None else due - paid, numeric=True),
    )  # fmt: skip

    def narrowed(self, request, values):
        self.shown = super().narrowed(request, values)
        return self.shown

    def context(self, request) -> dict:
        """The sums of everything the filters leave, not only of this page."""
        sums = self.shown.order_by().aggregate(**{name: Sum(name) for name in SUMS})
        return {"sums": sums | {name: yuan(sums[name]) for name in ("due_amount", "paid_amount")}}
