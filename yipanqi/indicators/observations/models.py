"""Observations, append-only with revisions, and what people noted beside a series."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.kit.links import address
from yipanqi.kit.period import Period
from yipanqi.organizations import paths
from yipanqi.organizations.models import Coverage, Organization

GRAINS = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}


class ObservationQuerySet(models.QuerySet):
    def current(self):
        """The revision that counts."""
        return self.filter(is_current=True)

    def visible_to(self, scope):
        """Own unit and those one heads, units that own or lower branches cover, the data owner, the district.

        What is for a branch's own use (自用) is seen by that unit and its branch only, whoever else asks.
        """
        private = Q(indicator__use="own")
        own = Q(organization__in=_own(scope))
        if scope.sees_everybody:
            return self.filter(~private | own)
        owned = _in_ranges("indicator__data_owner__path", data_owner_paths(scope))
        return self.filter((~private & (Q(organization__in=_within_reach(scope)) | owned)) | (private & own))


class Observation(models.Model):
    """One figure of one organisation in one period. ``value`` empty: there was nothing to measure (not zero).

    A changed figure is a new row with the next ``revision``; the older one stays and is no longer current.
    ``batch`` and ``row_number`` name the row of the workbook it came from.
    """

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="observations")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="observations")
    grain = models.CharField(max_length=7, choices=list(GRAINS.items()), default="month")
    period_start = models.DateField("期间")
    value = models.FloatField("数值", null=True)
    numerator = models.FloatField("分子", null=True)
    denominator = models.FloatField("分母", null=True)
    batch = models.ForeignKey("kit.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    row_number = models.PositiveIntegerField(null=True)
    revision = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start", "organization__path", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "indicator", "grain", "period_start"],
                condition=Q(is_current=True),
                name="observation_current",
            ),
            models.CheckConstraint(condition=Q(grain__in=list(GRAINS)), name="observation_grain"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="observation_revision"),
        ]
        indexes = [
            models.Index(fields=["indicator", "period_start"], name="observation_indicator"),
            models.Index(fields=["period_start"], name="observation_period"),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period}"

    def get_absolute_url(self) -> str:
        return address("indicators:observation", self.pk)

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.grain)

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Whoever sees the series reads what was noted beside it."""
        seen = Observation.objects.current().visible_to(scope)
        pairs = seen.filter(organization=models.OuterRef("organization"), indicator=models.OuterRef("indicator"))
        return self.filter(models.Exists(pairs))


class Remark(models.Model):
    """What else happened to a series in a month, in one sentence, with the name of whoever wrote it.

    Asked for when a figure jumped; anybody who sees the series may add one. It explains nothing away: the figure stays.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="figure_remarks")
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="remarks")
    period_start = models.DateField("月份")
    sentence = models.CharField("发生了什么", max_length=120)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["period_start", "pk"]
        indexes = [models.Index(fields=["organization", "indicator", "period_start"], name="remark_series")]

    def __str__(self):
        return self.sentence

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id


def data_owner_paths(scope) -> list[str]:
    """Where data owners lie whose figures one answers for: units one heads, the department one works in."""
    home = paths.ancestors(scope.unit_path)[1:2] if scope.unit_path else []
    return paths.merge([*scope.unit_paths, *home])


def _own(scope):
    """The section one works in, sections that one's own branch covers, and the branch itself: nobody from above."""
    near = Q(pk__in=[each for each in (scope.unit_id, scope.branch_id) if each], kind__in=("section", "branch"))
    covered = Coverage.objects.filter(
        holds_on(today()), party_organization=scope.branch_id or 0, party_organization__kind="branch"
    )
    return Organization.objects.filter(near | Q(pk__in=covered.order_by().values("unit_id"))).order_by().values("pk")


def _within_reach(scope):
    """Own unit, units below those one heads, units covered by the own branch or by organisations one leads."""
    reach = _in_ranges("path", scope.unit_paths)
    if scope.unit_id:
        reach |= Q(pk=scope.unit_id)
    party = _in_ranges("party_organization__path", scope.party_paths)
    if scope.branch_id:
        party |= Q(party_organization=scope.branch_id)
    covered = Coverage.objects.filter(holds_on(today())).filter(party).order_by().values("unit_id")
    return Organization.objects.filter(reach | Q(pk__in=covered)).order_by().values("pk")


def _in_ranges(field_name: str, own) -> Q:
    condition = Q(pk__in=[])
    for path in own:
        condition |= Q(**{f"{field_name}__gte": path, f"{field_name}__lt": paths.following(path)})
    return condition
