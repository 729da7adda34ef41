"""Both trees in one table, the dated edges between their nodes, and the weave of coverage."""

from django.db import models
from django.db.models import F, Q

from yipanqi.kit.intervals import Dated, DatedQuerySet
from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations import paths

PARTY, UNIT = "party", "unit"

PARTY_KINDS = {
    "direct_organ_committee": "直属机关党委",
    "committee": "二级机关党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "leading_committee": "党委（党组性质）",
}
UNIT_KINDS = {
    "district": "直属海关",
    "department": "机关处室",
    "subordinate": "隶属海关",
    "police": "缉私局",
    "institution": "直属事业单位",
    "section": "科",
}
BRANCH_TYPES = {"independent": "独立", "joint": "联合", "retired": "离退休", "temporary": "临时", "mobile": "流动"}
FUNCTION_GROUPS = [
    "口岸查验", "通关监管", "稽查", "旅检", "卫检动植检", "加工贸易与保税", "缉私", "综合机关", "隶属办公室",
]  # fmt: skip


class OrganizationQuerySet(models.QuerySet):
    def below(self, path: str):
        """The organisation at ``path`` and all below it: a range of paths, which an index answers."""
        return self.filter(path__gte=path, path__lt=paths.following(path))

    def visible_to(self, scope):
        """Both trees are known to everyone who is signed in; what is inside an organisation is not."""
        return self if scope.is_signed_in else self.none()

    def standing(self):
        return self.filter(dissolved_on__isnull=True)


class Organization(Versioned):
    """A node of the Party tree or of the administrative tree.

    ``path`` holds the present path (the last one after dissolution); only ``tree.place`` and ``tree.move`` write it.
    """

    tree = models.CharField(max_length=5, choices=[(PARTY, "党组织"), (UNIT, "机构")])
    kind = models.CharField("类型", max_length=24)
    code = models.CharField("代码", max_length=20)
    uid = models.UUIDField(null=True, editable=False)
    name = models.CharField("名称", max_length=120)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    path = models.CharField(max_length=120, editable=False)
    branch_type = models.CharField("支部类型", max_length=12, blank=True)
    committee_seats = models.PositiveSmallIntegerField("委员会人数", null=True, blank=True)
    function_group = models.CharField("职能组", max_length=20, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    # The number of the head as the register of units says it; people turns it into an appointment once both are known.
    head_number = models.CharField("负责人工号", max_length=20, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["tree", "code"], name="organization_code"),
            models.CheckConstraint(condition=Q(tree__in=[PARTY, UNIT]), name="organization_tree"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                name="organization_lives_forwards",
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="organization_path"),
            models.Index(fields=["head_number"], name="organization_head"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address("organizations:unit" if self.tree == UNIT else "organizations:organization", self.pk)

    @property
    def kind_label(self) -> str:
        return (PARTY_KINDS | UNIT_KINDS).get(self.kind, self.kind)

    @property
    def branch_type_label(self) -> str:
        return BRANCH_TYPES.get(self.branch_type, "")

    @property
    def is_branch(self) -> bool:
        return self.kind == "branch"

    @property
    def depth(self) -> int:
        return len(self.path) // paths.WIDTH

    @property
    def owner_organization_id(self) -> int:
        return self.pk


class TreeManager(models.Manager.from_queryset(OrganizationQuerySet)):
    """Rows of one tree. ``bulk_create`` skips ``save``, so the tree is stamped here as well as in ``__init__``."""

    def get_queryset(self):
        return super().get_queryset().filter(tree=self.model.TREE)


class PartyOrganization(Organization):
    TREE = PARTY
    objects = TreeManager()

    class Meta:
        proxy = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tree = self.tree or PARTY


class Unit(Organization):
    TREE = UNIT
    objects = TreeManager()

    class Meta:
        proxy = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tree = self.tree or UNIT


def tree_key(tree: str, *, related_name: str, on_delete=models.PROTECT, **more) -> models.ForeignKey:
    """A foreign key to one tree's organisations. A proxy key alone would accept the wrong tree without a word."""
    target = {PARTY: "organizations.PartyOrganization", UNIT: "organizations.Unit"}[tree]
    return models.ForeignKey(
        target, on_delete=on_delete, related_name=related_name, limit_choices_to={"tree": tree}, **more
    )


class Lineage(Dated):
    """The dated edge from an organisation to its parent: history for ``tree.as_of``. One open row each."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="lineage")
    parent = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="lineage_below")
    path = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], condition=Q(until_on__isnull=True), name="lineage_open"),
            models.UniqueConstraint(fields=["path"], condition=Q(until_on__isnull=True), name="lineage_path"),
            models.UniqueConstraint(fields=["organization", "from_on"], name="lineage_from"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="lineage_forwards",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("organization")), name="lineage_no_loop"
            ),
        ]
        indexes = [models.Index(fields=["parent"], name="lineage_parent")]


class CoverageQuerySet(DatedQuerySet):
    def visible_to(self, scope):
        return self if scope.is_signed_in else self.none()


class Coverage(Dated):
    """Which Party organisation covers which unit: a thread of the weave."""

    party_organization = tree_key(PARTY, related_name="coverage")
    unit = tree_key(UNIT, related_name="covered_by")

    objects = CoverageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_organization", "unit"], condition=Q(until_on__isnull=True), name="coverage_open"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="coverage_forwards",
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="coverage_unit")]


class Succession(models.Model):
    """Which organisation follows which, and a move that is planned but not yet in force."""

    KINDS = [("move", "调整隶属"), ("merge", "合并"), ("split", "分设")]
    kind = models.CharField(max_length=5, choices=KINDS)
    before = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="followed_by")
    after = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="follows")
    on = models.DateField("生效日期")
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after", "on"], name="succession_once")]


class Term(Dated):
    """One term of an elected committee: from the election to the day it expires (``until_on`` = 届满日期)."""

    organization = tree_key(PARTY, related_name="terms")
    elected_on = models.DateField("选举日期", null=True, blank=True)
    years = models.PositiveSmallIntegerField("任期年限", null=True, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], condition=Q(is_current=True), name="term_current"),
            models.UniqueConstraint(fields=["organization", "elected_on"], name="term_elected"),
        ]
        indexes = [models.Index(fields=["until_on"], name="term_until")]
