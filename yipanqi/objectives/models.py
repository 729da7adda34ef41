"""Operational priorities: what operations worries about, open to all branches (A2, C1)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations.models import UNIT, tree_key

STATES = {"not_started": "未启动", "active": "进行中", "paused": "暂缓", "done": "已完成"}
KINDS = {"indicator": "指标", "task": "任务"}


class PriorityQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Open to everyone who is signed in: an entry point nobody can see is none."""
        return self if scope.is_signed_in else self.none()

    def on_board(self):
        return self.filter(state="active")

    def nobody_carries(self):
        """What nothing serves: an entry point waiting for somebody."""
        for serving in carrying():
            self = self.exclude(pk__in=serving.standing().filter(priority__isnull=False).values("priority_id"))
        return self

    def with_carriers(self):
        """Annotate ``carriers``: how many rows that carry it (not merely spoke of it) serve it."""
        counts = [_count_of(serving) for serving in carrying()]
        return self.annotate(carriers=sum(counts, Value(0)))


class Priority(Versioned):
    """业务重点: a problem or key task a unit raised, with an indicator (baseline, target) or a deliverable.

    ``source`` names the paper it comes from, a supervision order, or a weak indicator.
    """

    code = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    raised_by = tree_key(UNIT, related_name="priorities", verbose_name="提出机构")
    owner = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="priorities",
        verbose_name="责任人",
    )
    kind = models.CharField("类型", max_length=10, choices=list(KINDS.items()), default="indicator")
    source = models.CharField("来源", max_length=120, blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    baseline = models.FloatField("基线", null=True, blank=True)
    target = models.FloatField("目标", null=True, blank=True)
    deliverable = models.CharField("交付物", max_length=120, blank=True)
    accepting_unit = tree_key(UNIT, related_name="accepted_priorities", null=True, blank=True, verbose_name="接收机构")
    starts_on = models.DateField("起", null=True, blank=True)
    due_on = models.DateField("止", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default="active")
    description = models.TextField("说明", blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="priority_state"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="priority_kind"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(starts_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="priority_due_after_start",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address("objectives:priority", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.raised_by_id

    @property
    def is_closed(self) -> bool:
        return self.state == "done"


class Serves(Versioned):
    """What serves operations names the priority it serves, or says in a sentence that it serves none (P2).

    Subclasses are registered in ``SERVING``; orphans are one query a subclass. A subclass says how people call its
    rows (``called``), which rows still count (``standing``) and who may link one (``linkable_by``). One whose rows only
    speak of a priority (an item of a meeting's agenda) does not ``carry`` it: the priority still waits for somebody.
    """

    called: ClassVar[str] = ""
    carries: ClassVar[bool] = True
    objects: ClassVar[Any]

    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="业务重点"
    )
    serves_none_because = models.CharField("不关联的原因", max_length=120, blank=True)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        SERVING.append(cls)

    def get_absolute_url(self) -> str:
        return ""

    @property
    def owner_organization_id(self) -> int | None:
        return None

    @property
    def is_orphan(self) -> bool:
        """Serves nothing and nobody said why."""
        return self.priority_id is None and not self.serves_none_because

    @classmethod
    def standing(cls) -> models.QuerySet:
        return cls.objects.all()

    @classmethod
    def orphans(cls, scope) -> models.QuerySet:
        """What this person sees of the rows that serve nothing, ready to be listed without further statements a row."""
        return cls.standing().filter(pk__in=cls.objects.visible_to(scope).values("pk"), priority__isnull=True)

    @property
    def about(self) -> str:
        """A second line in lists: whose it is, what it is bound to."""
        return ""

    def linkable_by(self, scope) -> str | None:
        """None when this person may say what it serves, else the sentence that says who can."""
        return "由登记它的人来关联"

    def follows_from(self, priority: "Priority | None") -> dict:
        """Further fields that change when it begins to serve ``priority``."""
        return {}

    def priorities_to_offer(self, priorities: "list[Priority]") -> "list[Priority]":
        """Of the open priorities, those this row most likely serves, the likeliest first."""
        return []


SERVING: list[type[Serves]] = []


def carrying() -> list[type[Serves]]:
    return [serving for serving in SERVING if serving.carries]


def _count_of(serving: type[Serves]) -> Coalesce:
    """How many standing rows of one subclass serve the priority of the outer query."""
    rows = serving.standing().filter(priority=OuterRef("pk")).order_by().values("priority")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
