"""Branch brands (S11, A9): the record with its six elements, and the measures that carry it."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from yipanqi.brands import offering, rules
from yipanqi.brands.lifecycle import MEASURE_STATES
from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on, still_on
from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.objectives.models import Priority, Serves
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, UNIT, Coverage, tree_key
from yipanqi.people.models import Affiliation, Appointment, Employment

BRAND_STATES = {
    "creating": "创建中",
    "nurtured": "培育",
    "model": "示范",
    "rectifying": "限期整改",
    "withdrawn": "已撤销",
}
ELEMENTS = {
    "name": "有品牌名称", "emblem": "有品牌标识", "concept": "有理念内涵",
    "standard": "有服务标准", "measures": "有创建措施", "results": "有成效影响",
}  # fmt: skip


class BrandQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Own subtree and own branch; a unit sees the brands of branches that cover it or serve it."""
        if scope.sees_everybody:
            return self
        return self.filter(
            Q(pk__in=_of_branches(scope.organization_ids(PARTY)))
            | Q(pk__in=_of_branches(_covering(scope)))
            | Q(pk__in=_of_measures(scope))
        )


class Brand(Versioned):
    """One brand of a branch. The six elements (六有) are its fields and its measures.

    ``organization`` leads; a brand built together (共建) has ``partners`` too, whose sections count as own as well.
    """

    code = models.CharField("编号", max_length=20, unique=True)
    organization = tree_key(PARTY, related_name="brands", verbose_name="党组织")
    partners = models.ManyToManyField(
        "organizations.PartyOrganization", blank=True, related_name="joint_brands", verbose_name="共建党组织"
    )
    name = models.CharField("品牌名称", max_length=120)
    emblem = models.TextField("标识说明", blank=True)
    concept = models.TextField("理念内涵", blank=True)
    standards = models.JSONField("服务标准", default=list, blank=True)
    results = models.TextField("成效影响", blank=True)
    state = models.CharField("状态", max_length=12, choices=list(BRAND_STATES.items()), default="creating")
    founded_year = models.PositiveSmallIntegerField("创建年份", null=True, blank=True)
    approved_on = models.DateField("批准会议日期", null=True, blank=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(state__in=list(BRAND_STATES)), name="brand_state")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address("brands:brand", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id

    @property
    def state_label(self) -> str:
        return BRAND_STATES[self.state]

    @cached_property
    def branches(self) -> list:
        """Who leads it, then who builds it together, in the order of the tree."""
        return [self.organization, *sorted(self.partners.all(), key=lambda partner: partner.path)]

    @property
    def branch_ids(self) -> set[int]:
        return {branch.pk for branch in self.branches}

    @cached_property
    def section_paths(self) -> list[str]:
        """Where the leading branch's sections hang; fetched in batch by ``Measure.orphans``."""
        open_ones = getattr(self.organization, "open_coverage", None)
        if open_ones is None:
            open_ones = Coverage.objects.open().filter(party_organization=self.organization_id).select_related("unit")
        return [each.unit.path for each in open_ones]

    @cached_property
    def sections(self) -> dict[int, str]:
        """Own section: every unit covered by any branch of the brand today, id -> name."""
        covered = Coverage.objects.filter(holds_on(today()), party_organization__in=self.branch_ids)
        return dict(covered.order_by("unit__path").values_list("unit_id", "unit__name"))


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, scope):
        if scope.sees_everybody:
            return self
        return self.filter(
            Q(brand__in=_of_branches(scope.organization_ids(PARTY)))
            | Q(brand__in=_of_branches(_covering(scope)))
            | Q(pk__in=_serving_units(scope))
            | Q(owner_id=scope.person_id, owner__isnull=False)
        )

    def on_board(self):
        return self.filter(priority__isnull=False).exclude(brand__state="withdrawn")


class Measure(Serves):
    """创建措施: what a branch does under its brand, bound to an indicator, to a deliverable, or to nothing yet.

    An indicator binding has baseline, target and due date; a deliverable has an accepting unit outside the section.
    ``started_on`` is the first day of the month the work began.
    """

    code = models.CharField("措施编号", max_length=24, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField("措施", max_length=160)
    owner = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="责任人"
    )
    party_element = models.CharField("党建元素说明", max_length=200, blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    baseline = models.FloatField("基线", null=True, blank=True)
    target = models.FloatField("目标", null=True, blank=True)
    deliverable = models.CharField("交付物", max_length=160, blank=True)
    accepting_unit = tree_key(UNIT, related_name="accepted_measures", null=True, blank=True, verbose_name="接收方")
    due_on = models.DateField("期限", null=True, blank=True)
    started_on = models.DateField("启动月份", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=list(MEASURE_STATES.items()), default="claimed")
    reported_at = models.DateTimeField("报完成", null=True, blank=True)
    reported_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report = models.CharField("完成说明", max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    returned_because = models.CharField("退回原因", max_length=300, blank=True)

    called = "创建措施"
    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(MEASURE_STATES)), name="measure_state"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="measure_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(indicator__isnull=True) | Q(deliverable=""), name="measure_one_binding"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(owner__isnull=True) | ~Q(confirmed_by=F("owner")),
                name="measure_not_confirmed_by_owner",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address("brands:measure", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.brand.organization_id

    @property
    def state_label(self) -> str:
        return MEASURE_STATES[self.state]

    @property
    def binding(self) -> str:
        """``indicator``, ``deliverable`` or empty."""
        return "indicator" if self.indicator_id else "deliverable" if self.deliverable else ""

    @property
    def is_settled(self) -> bool:
        """Reported or confirmed: what it is bound to stands until somebody takes the report back."""
        return self.state in ("reported", "confirmed")

    @property
    def began(self) -> date:
        """The first day of the work, the year's first day where nobody wrote when; never a day to come."""
        return min(self.started_on or date(today().year, 1, 1), today())

    @cached_property
    def doing_sections(self) -> set[int]:
        """Units covered by a branch of the brand on any day since the work began: a section that is covered no longer
        does not become the accepting side of what it did."""
        covered = Coverage.objects.filter(party_organization__in=self.brand.branch_ids, from_on__lte=today())
        since = Q(until_on__isnull=True) | Q(until_on__gte=self.began)
        return set(covered.filter(since).values_list("unit_id", flat=True))

    def was_done_with(self, person_id: int) -> bool:
        """Whether somebody belonged to a branch of the brand, worked in a section of it or held an office of either
        on any day since the work began. One statement."""
        since, branches, sections = still_on(self.began), self.brand.branch_ids, self.doing_sections
        lives = (
            Affiliation.objects.filter(since, person=person_id, branch__in=branches),
            Employment.objects.filter(since, person=person_id, unit__in=sections),
            Appointment.objects.filter(since, person=person_id, post__organization__in=branches | sections),
        )
        first, *others = (rows.order_by().values("pk") for rows in lives)
        return first.union(*others).exists()

    @classmethod
    def standing(cls) -> MeasureQuerySet:
        return cls.objects.exclude(brand__state="withdrawn")

    @classmethod
    def orphans(cls, scope) -> models.QuerySet:
        rows = cls.standing().visible_to(scope).filter(priority__isnull=True)
        rows = rows.select_related("brand__organization", "indicator", "accepting_unit", "owner")
        covered = Coverage.objects.open().select_related("unit")
        near = models.Prefetch("brand__organization__coverage", covered, to_attr="open_coverage")
        return rows.prefetch_related("brand__partners", near).order_by("brand__organization__path", "code")

    @property
    def about(self) -> str:
        bound = self.indicator.name if self.indicator else self.deliverable or "还没绑定指标或交付物"
        return f"{self.brand.organization.name}，{self.brand.name}，{bound}"

    def linkable_by(self, scope) -> str | None:
        return rules.may_link(self, scope)

    def follows_from(self, priority: Priority | None) -> dict:
        """Whoever raised the priority accepts what had no accepting side yet, unless that is the own section."""
        if priority is None or self.accepting_unit_id or priority.raised_by_id in self.brand.sections:
            return {}
        return {"accepting_unit_id": priority.raised_by_id}

    def priorities_to_offer(self, priorities: list[Priority]) -> list[Priority]:
        return offering.likely(self, priorities)


def _of_branches(organizations):
    """Brands that these organisations lead or build together with others."""
    return (
        Brand.objects.filter(organization__in=organizations).order_by().values("pk")
        .union(Brand.partners.through.objects.filter(partyorganization__in=organizations).values("brand_id"))
    )  # fmt: skip


def _unit_ranges(scope, field_name: str) -> Q:
    condition = Q(pk__in=[])
    for path in scope.unit_paths:
        condition |= Q(**{f"{field_name}__gte": path, f"{field_name}__lt": paths.following(path)})
    return condition


def _serving_units(scope):
    """Measures accepted by, or serving a priority raised by, a unit one heads; measures the own unit accepts."""
    heads = _unit_ranges(scope, "accepting_unit__path") | _unit_ranges(scope, "priority__raised_by__path")
    works = Q(accepting_unit__path__in=rules.accepting_paths(scope))
    return Measure.objects.filter(heads | works).order_by().values("pk")


def _of_measures(scope):
    return Measure.objects.filter(pk__in=_serving_units(scope)).order_by().values("brand_id")


def _covering(scope):
    """Party organisations that cover a unit one heads."""
    return Coverage.objects.open().filter(_unit_ranges(scope, "unit__path")).order_by().values("party_organization_id")
