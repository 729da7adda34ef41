"""The indicator dictionary: one book for both sides, in dated versions."""

from django.db import models
from django.db.models import Q

from yipanqi.indicators.observations.models import Observation, Remark  # noqa: F401  models of this room
from yipanqi.kit.intervals import Dated
from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations.models import UNIT, tree_key

SIDES = {"party": "党建", "operations": "业务"}
DIRECTIONS = {"up": "↑", "down": "↓", "band": "▽", "gate": "门槛"}
DIRECTION_WORDS = {"up": "越高越好", "down": "越低越好", "band": "落在区间内最好", "gate": "只判有无"}
CONTROL = {"high": "高", "medium": "中", "low": "低"}
FREQUENCIES = {"month": "月度", "quarter": "季度", "half": "半年", "year": "年度"}
USES = {"scored": "计分", "gate": "门槛", "own": "自用", "shown": "只展示"}
SENSITIVITIES = {"public": "公开", "internal": "内部"}


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Everyone signed in reads the dictionary: definitions are no secret, figures have their own rule."""
        return self if scope.is_signed_in else self.none()

    def targetable(self):
        """What a priority or measure may be bound to (D19): never display-only, gate or own-use indicators."""
        return self.filter(use="scored", retired_on__isnull=True)


class Indicator(Versioned):
    """One named, defined figure. ``use`` decides what it may serve for (D6, D19)."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    side = models.CharField("侧", max_length=12, choices=list(SIDES.items()))
    definition = models.TextField("定义", blank=True)
    formula = models.CharField("公式", max_length=300, blank=True)
    unit_of_measure = models.CharField("单位", max_length=20, blank=True)
    direction = models.CharField("方向", max_length=4, choices=list(DIRECTIONS.items()))
    controllability = models.CharField("可控性", max_length=6, choices=list(CONTROL.items()), default="high")
    frequency = models.CharField("频次", max_length=8, choices=list(FREQUENCIES.items()), default="month")
    guards = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="guarded", verbose_name="配对守护指标"
    )
    floor = models.FloatField("目标下限", null=True, blank=True)
    target = models.FloatField("目标值", null=True, blank=True)
    function_groups = models.CharField("适用职能组", max_length=200, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    use = models.CharField("用途", max_length=8, choices=list(USES.items()), default="scored")
    sensitivity = models.CharField("敏感级别", max_length=8, choices=list(SENSITIVITIES.items()), default="internal")
    data_owner = tree_key(UNIT, related_name="owned_indicators", null=True, blank=True, verbose_name="数据责任部门")
    retired_on = models.DateField("停用日期", null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=list(SIDES)), name="indicator_side"),
            models.CheckConstraint(condition=Q(direction__in=list(DIRECTIONS)), name="indicator_direction"),
            models.CheckConstraint(condition=Q(use__in=list(USES)), name="indicator_use"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(SENSITIVITIES)), name="indicator_sensitivity"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return address("indicators:indicator", self.pk)

    @property
    def owner_organization_id(self) -> int | None:
        return self.data_owner_id

    @property
    def direction_words(self) -> str:
        return DIRECTION_WORDS[self.direction]

    def improves(self, before: float, after: float) -> bool:
        """Whether ``after`` is better than ``before``; a band or a gate has no better end, any change is taken."""
        if self.direction == "up":
            return after > before
        return after < before if self.direction == "down" else after != before


class IndicatorVersion(Dated):
    """What the dictionary said from a day until a day: results of an older period stay explainable.

    ``text`` holds the wording by field name (``wording.WORDED``), references as the names people read.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    text = models.JSONField(default=dict)

    class Meta:
        ordering = ["indicator", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(until_on__isnull=True), name="indicator_version_open"
            )
        ]
