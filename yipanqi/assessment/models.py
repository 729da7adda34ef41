"""Schemes adopted by a resolution, runs prepared by the worker, and what a run found for each Party organisation.

A run compares a branch with what its own scheme asks. Nothing here is about a person, and nothing is put in an order.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, tree_key

ADOPTION_STATES = {"in_force": "采用中", "ended": "已停用"}
RUN_STATES = {"queued": "等着算", "running": "正在算", "done": "算好了", "failed": "没算成", "cancelled": "取消了"}
UNDER_WAY = ("queued", "running")
RESULT_STATES = {"scored": "两侧都有数据", "insufficient": "数据不足"}
STALE_AFTER = timedelta(seconds=60)


class AdoptionQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """What was resolved is no secret."""
        return self if scope.is_signed_in else self.none()

    def in_force(self):
        return self.filter(state="in_force")


class Adoption(Versioned):
    """A pack put into force by a meeting. ``content`` is what was resolved, word for word, whatever the software brings
    later; ``digest`` names exactly this content."""

    pack = models.CharField(max_length=40)
    title = models.CharField("方案", max_length=80)
    pack_version = models.CharField("版本", max_length=20)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    resolution = models.CharField("决议文号", max_length=60)
    resolved_on = models.DateField("决议日期")
    state = models.CharField("状态", max_length=8, choices=list(ADOPTION_STATES.items()), default="in_force")
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(auto_now_add=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ADOPTION_STATES)), name="adoption_state"),
            models.CheckConstraint(condition=~Q(resolution=""), name="adoption_resolution"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="in_force"), name="adoption_one_in_force"),
        ]

    def __str__(self):
        return f"{self.title} {self.pack_version}"

    def get_absolute_url(self) -> str:
        return address("assessment:adoption", self.pk)

    @property
    def owner_organization_id(self) -> None:
        return None

    @property
    def state_label(self) -> str:
        return ADOPTION_STATES[self.state]


class RunQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self if scope.is_signed_in else self.none()

    def done(self):
        return self.filter(state="done")


class Run(models.Model):
    """One reckoning for ``[start, end)``. ``attempt`` tells a worker that came back late that it was given up.

    ``digest`` is that of the evaluation library: engine, scheme, inputs and whole-number totals. Equal digests mean
    equal results, whichever database the facts were read from.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="runs")
    start = models.DateField("起")
    end = models.DateField("止")
    state = models.CharField("状态", max_length=9, choices=list(RUN_STATES.items()), default="queued")
    attempt = models.PositiveSmallIntegerField(default=1)
    step = models.CharField(max_length=40, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    scheme_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    versions = models.JSONField(default=dict)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-end", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(RUN_STATES)), name="run_state"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="run_forwards"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(digest=""), name="run_done_has_digest"),
        ]

    def __str__(self):
        return self.period_words

    def get_absolute_url(self) -> str:
        return address("assessment:run", self.pk)

    @property
    def owner_organization_id(self) -> None:
        return None

    @property
    def last(self) -> date:
        """The last day of the period: what facts are judged as of."""
        return self.end - timedelta(days=1)

    @property
    def period_words(self) -> str:
        """``2026 年 1—10 月``."""
        if (self.start.year, self.start.month) == (self.last.year, self.last.month):
            return f"{self.start.year} 年 {self.start.month} 月"
        return f"{self.start.year} 年 {self.start.month}—{self.last.month} 月"

    @property
    def state_label(self) -> str:
        return "停住了" if self.is_stale else RUN_STATES[self.state]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_stale(self) -> bool:
        """Whether whoever works on it has fallen silent: killed, or the machine went down."""
        return self.is_under_way and timezone.now() - (self.beat_at or self.ordered_at) > STALE_AFTER


class Inputs(models.Model):
    """What a run was fed, as sorted lines of JSON: enough to reckon it again without looking at anything else."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="inputs")
    lines = models.TextField()


class ResultQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Officers of the organisation itself and of those above it; the district's officers and leaders all."""
        if scope.sees_everybody:
            return self
        condition = Q(pk__in=[])
        for path in scope.party_paths:
            condition |= Q(organization__path__gte=path, organization__path__lt=paths.following(path))
        return self.filter(condition)


class Result(models.Model):
    """What a run found for one branch, or for a committee as the mean of its branches weighted by members.

    ``party`` and ``operations`` are in billionths (0 to 1,000,000,000), empty without enough data; coverage is in
    millionths of the applicable weight; ``joint_level`` T, ``coupling`` C and ``coordination`` D are 0..1 to ten
    significant digits. ``path`` is the place in the tree on the last day of the period.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    organization = tree_key(PARTY, related_name="results")
    path = models.CharField(max_length=120)
    group = models.CharField(max_length=200, blank=True)
    members = models.PositiveIntegerField(default=0)
    branches = models.PositiveIntegerField(default=0)
    scored_branches = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=list(RESULT_STATES.items()))
    party = models.PositiveIntegerField(null=True)
    operations = models.PositiveIntegerField(null=True)
    party_coverage = models.PositiveIntegerField(null=True)
    operations_coverage = models.PositiveIntegerField(null=True)
    joint_level = models.FloatField(null=True)
    coupling = models.FloatField(null=True)
    coordination = models.FloatField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["run", "organization"], name="result_once"),
            models.CheckConstraint(condition=Q(state__in=list(RESULT_STATES)), name="result_state"),
            models.CheckConstraint(
                condition=~Q(state="scored")
                | Q(party__isnull=False, operations__isnull=False, coordination__isnull=False),
                name="result_scored_on_both_sides",
            ),
        ]

    def __str__(self):
        return self.organization.name

    def get_absolute_url(self) -> str:
        return address("assessment:result", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id

    @property
    def is_branch(self) -> bool:
        return self.branches == 0


class Explanation(models.Model):
    """Why a branch's figures are what they are: the tree of ``evaluation.explain`` without its empty parts.

    ``rows`` names what each figure was counted from: code -> {"of": kind of row, "ids": …, "missing": words}.
    """

    result = models.OneToOneField(Result, on_delete=models.CASCADE, related_name="explanation")
    tree = models.JSONField()
    rows = models.JSONField(default=dict)
