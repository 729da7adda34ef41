"""Records of organisational life (组织生活): what was held, and which operational priorities it spoke of.

Imported ledgers and forms filled in here write the same rows. Whether a duty was met is not judged by them (D18).
"""

from typing import Any

from django.db import models
from django.db.models import Q

from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.meetings import rules
from yipanqi.objectives.models import Priority, Serves
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, tree_key

KINDS = {
    "member_assembly": "支部党员大会",
    "committee_meeting": "支委会",
    "group_meeting": "党小组会",
    "party_lecture": "党课",
    "theme_day": "主题党日",
    "org_life_meeting": "组织生活会",
    "democratic_life_meeting": "民主生活会",
    "member_appraisal": "民主评议党员",
    "joint_study": "联学共建",
    "heart_talk": "谈心谈话",
}


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Officers see their own subtree, everybody the own branch."""
        return self if scope.sees_everybody else self.filter(organization__in=scope.organization_ids(PARTY))

    def below(self, path: str):
        """Held by the organisation at a path or by one below it."""
        return self.filter(organization__path__gte=path, organization__path__lt=paths.following(path))

    def linked(self):
        """At least one item serves a priority."""
        return self.filter(pk__in=AgendaItem.objects.filter(priority__isnull=False).values("meeting_id"))

    def unlinked(self):
        """Serves nothing, and nobody said why."""
        return self.exclude(pk__in=_settled().values("meeting_id"))

    def set_apart(self):
        """Serves nothing, and somebody said so."""
        said = AgendaItem.objects.exclude(serves_none_because="").values("meeting_id")
        linked = AgendaItem.objects.filter(priority__isnull=False).values("meeting_id")
        return self.filter(pk__in=said).exclude(pk__in=linked)


class Meeting(Versioned):
    """One sitting: a meeting, lecture or theme day. ``minutes_long`` is its length in minutes as written down.

    ``for_year`` is the year of the duty it belongs to, apart from ``held_on``. Of a heart-to-heart talk only the fact
    is kept, never what was said (D15).
    """

    organization = tree_key(PARTY, related_name="meetings", verbose_name="党组织")
    kind = models.CharField("类型", max_length=24, choices=list(KINDS.items()))
    held_on = models.DateField("日期")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    for_year = models.PositiveSmallIntegerField("所属年度")
    minutes_long = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    title = models.CharField("主题", max_length=160)
    chair = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="chaired", verbose_name="主持人"
    )
    lecturer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="lectures", verbose_name="主讲人"
    )
    expected_count = models.PositiveSmallIntegerField("应到", null=True, blank=True)
    present_count = models.PositiveSmallIntegerField("实到", null=True, blank=True)
    leave_count = models.PositiveSmallIntegerField("请假", null=True, blank=True)
    minutes = models.TextField("纪要", blank=True)
    recorded_at = models.DateTimeField("录入时间", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "held_on", "starts_at", "title"], name="meeting_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="meeting_kind"),
            models.CheckConstraint(
                condition=~Q(kind="heart_talk") | Q(minutes=""), name="meeting_talk_without_content"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "held_on"], name="meeting_organization"),
            models.Index(fields=["held_on"], name="meeting_held_on"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:meeting", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self if scope.sees_everybody else self.filter(meeting__in=Meeting.objects.visible_to(scope).values("pk"))


class AgendaItem(Serves):
    """议题: what a meeting spoke of. A record without a link has one item without priority.

    ``title`` is empty where the ledger knows only the meeting's own.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField("议题", max_length=160, blank=True)

    called = "组织生活记录"
    carries = False
    objects: Any = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_position"),
        ]

    def __str__(self):
        return self.title or self.meeting.title

    def get_absolute_url(self) -> str:
        return address("meetings:meeting", self.meeting_id)

    @property
    def owner_organization_id(self) -> int:
        return self.meeting.organization_id

    @classmethod
    def orphans(cls, scope) -> models.QuerySet:
        """Items of meetings that serve nothing at all, the latest first."""
        served = cls.objects.filter(priority__isnull=False).values("meeting_id")
        rows = cls.objects.visible_to(scope).filter(priority__isnull=True).exclude(meeting__in=served)
        rows = rows.select_related("meeting__organization").prefetch_related("meeting__organization__coverage__unit")
        return rows.order_by("-meeting__held_on", "meeting__organization__path", "pk")

    @property
    def about(self) -> str:
        return f"{self.meeting.organization.name}，{self.meeting.held_on:%m-%d} {self.meeting.kind_label}"

    def linkable_by(self, scope) -> str | None:
        return rules.may_link(self.meeting, scope)

    def priorities_to_offer(self, priorities: list[Priority]) -> list[Priority]:
        """Those the title or the minutes name, then those raised by a unit the branch covers or one above it."""
        spoken = f"{self.title} {self.meeting.title} {self.meeting.minutes}"
        named = [each for each in priorities if each.name in spoken or each.code in spoken]
        covered = [each.unit.path for each in self.meeting.organization.coverage.all() if each.until_on is None]
        near = [each for each in priorities if each not in named and _raised_near(each, covered)]
        return named + near


def _raised_near(priority: Priority, covered: list[str]) -> bool:
    """Raised by a covered unit or by one above it; the whole district is near to nobody in particular."""
    path = priority.raised_by.path
    return len(path) > paths.WIDTH and any(each.startswith(path) for each in covered)


def _settled():
    return AgendaItem.objects.filter(Q(priority__isnull=False) | ~Q(serves_none_because=""))
