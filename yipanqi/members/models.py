"""Admission of members (发展党员) and dues (党费): who stands where in the process, and what branches collected.

Both are read by few: admission by the own committee, the approving committee and the person; dues by the branch and
those above it. No scores of persons (D16).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations import paths
from yipanqi.organizations.models import PARTY, tree_key

STAGES = {
    "applicant": "入党申请人",
    "activist": "积极分子",
    "development_candidate": "发展对象",
    "probationary_member": "预备党员",
    "full_member": "正式党员",
}
# In the order of the regulation. Mentors and introducers are persons; a ledger gives no day for them.
STEPS = {
    "application_letter": "递交申请书",
    "interview": "派人谈话",
    "activist": "确定积极分子",
    "mentors": "指定培养联系人",
    "development_candidate": "确定发展对象",
    "introducers": "确定入党介绍人",
    "political_review": "政治审查",
    "candidate_training": "集中培训",
    "pre_review": "党委预审",
    "assembly_resolution": "支部大会接收",
    "approval": "党委审批",
    "confirmation": "支部大会讨论转正",
}


class AdmissionCaseQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """The own committee, the approving committee, the person; nobody else, whatever they head."""
        return self.filter(scope.politics_of("branch__path", "person"))

    def below(self, path: str):
        return self.filter(branch__path__gte=path, branch__path__lt=paths.following(path))


class AdmissionCase(Versioned):
    """One person's way into the Party. ``closed_on``: the case is over; somebody may apply once more afterwards."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="admissions")
    branch = tree_key(PARTY, related_name="admissions", verbose_name="所在党组织")
    stage = models.CharField("当前阶段", max_length=24, choices=list(STAGES.items()))
    probation_ends_on = models.DateField("预备期满日期", null=True, blank=True)
    extended_until = models.DateField("延长预备期至", null=True, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)

    objects = AdmissionCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_on__isnull=True), name="admission_case_open"),
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="admission_case_stage"),
        ]
        indexes = [models.Index(fields=["branch"], name="admission_case_branch")]

    def __str__(self):
        return f"{self.person.name}的入党手续"

    def get_absolute_url(self) -> str:
        return address("members:admission", self.pk)

    @property
    def owner_organization_id(self) -> int:
        return self.branch_id

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage]


class AdmissionStep(models.Model):
    """One step that was taken: when, and by or with whom. ``hours`` are 学时 of a training."""

    case = models.ForeignKey(AdmissionCase, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24, choices=list(STEPS.items()))
    on_date = models.DateField("日期", null=True, blank=True)
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1, null=True, blank=True)
    persons = models.ManyToManyField("people.Person", blank=True, related_name="admission_steps")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="admission_step_once"),
            models.CheckConstraint(condition=Q(step__in=list(STEPS)), name="admission_step_known"),
        ]


class DuesSummaryQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Officers see their own subtree, everybody the own branch: collection is made known to its members."""
        return self if scope.sees_everybody else self.filter(organization__in=scope.organization_ids(PARTY))

    def below(self, path: str):
        return self.filter(organization__path__gte=path, organization__path__lt=paths.following(path))

    def in_arrears(self):
        return self.filter(Q(paid_count__lt=F("due_count")) | Q(paid_amount__lt=F("due_amount")))


class DuesSummary(Versioned):
    """What a branch had to collect in a month and what it did: people, and yuan to the fen."""

    organization = tree_key(PARTY, related_name="dues", verbose_name="党组织")
    month = models.DateField("月份")
    due_count = models.PositiveIntegerField("应交人数", null=True, blank=True)
    paid_count = models.PositiveIntegerField("实交人数", null=True, blank=True)
    due_amount = models.DecimalField("应交金额", max_digits=12, decimal_places=2, null=True, blank=True)
    paid_amount = models.DecimalField("实交金额", max_digits=12, decimal_places=2, null=True, blank=True)

    objects: Any = DuesSummaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "month"], name="dues_summary_once"),
        ]
        indexes = [models.Index(fields=["month"], name="dues_summary_month_index")]

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id
