"""Persons, their accounts, and the dated facts that tie them to organisations."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from yipanqi.kit.intervals import Dated, DatedQuerySet
from yipanqi.kit.links import address
from yipanqi.kit.models import Versioned
from yipanqi.organizations.models import PARTY, UNIT, Organization, tree_key

POLITICAL_STATUS = {
    "full_member": "中共党员",
    "probationary_member": "中共预备党员",
    "league_member": "共青团员",
    "democratic_party": "民主党派成员",
    "non_party": "无党派人士",
    "non_member": "群众",
}
MEMBERS = ("full_member", "probationary_member")
STAFF_KINDS = {"civil": "行政编制", "institution": "事业编制", "contract": "聘用人员", "retired": "离退休"}
OFFICES = {
    "secretary": "书记",
    "deputy_secretary": "副书记",
    "organization_officer": "组织委员",
    "publicity_officer": "宣传委员",
    "discipline_officer": "纪检委员",
    "youth_officer": "青年委员",
    "mass_officer": "群工委员",
    "committee_member": "委员",
    "group_leader": "党小组组长",
    "party_worker": "党务干部",
    "head": "负责人",
}


class PersonQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """Oneself, people affiliated or employed below an organisation where one holds an office."""
        if scope.sees_everybody:
            return self
        return self.filter(scope.reaches())


class Person(Versioned):
    """A natural person on the roster; the key is 工号. A person is not an account."""

    number = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=60)
    reading = models.CharField(max_length=240, blank=True, editable=False)  # these three: names.spelled(name)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=30, blank=True, editable=False)
    sex = models.CharField("性别", max_length=1, choices=[("m", "男"), ("f", "女")], blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    staff_kind = models.CharField("人员类别", max_length=12, blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    wecom = models.CharField("企业微信号", max_length=60, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    joined_on = models.DateField("入党时间", null=True, blank=True)
    confirmed_on = models.DateField("转正时间", null=True, blank=True)
    roster = models.CharField(max_length=140, default="ZZZZZ", editable=False)  # these two: roster.keep
    belongs = models.CharField(max_length=120, blank=True, editable=False)
    identity_digest = models.CharField(max_length=64, blank=True, editable=False)
    identity_sealed = models.BinaryField(null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["pinyin"], name="person_pinyin"),
            models.Index(fields=["initials"], name="person_initials"),
            models.Index(fields=["roster", "number"], name="person_roster"),
            models.Index(fields=["belongs"], name="person_belongs"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address("people:person", self.pk)

    @property
    def staff_kind_label(self) -> str:
        return STAFF_KINDS.get(self.staff_kind, self.staff_kind)

    @property
    def owner_organization_id(self) -> None:
        return None


class AccountQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """All for administrators and the district's officers, else one's own."""
        if scope.is_administrator or scope.is_district_officer:
            return self
        return self.filter(pk=scope.account_id)


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):
    def create_user(self, username, password=None, **more):
        account = self.model(username=username, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A login, for a person or (administrators) for none. Rights come from appointments, never from flags here
    except ``is_administrator``: setting the instance up, which shows organisations but no political status."""

    username = models.CharField("登录名", max_length=60, unique=True)
    email = models.EmailField("邮箱", blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    # The password was made by whoever gave the account; nothing opens until the person has chosen an own one.
    must_change_password = models.BooleanField(default=False)
    last_login = None  # nobody's sign-ins are counted (D4)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    @property
    def shown_name(self) -> str:
        return self.person.name if self.person else "管理员" if self.is_administrator else self.username


class Post(models.Model):
    """An office of an organisation with its seats; heads of units are posts too."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    office = models.CharField("职务", max_length=24)
    seats = models.PositiveSmallIntegerField("职数", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "office"], name="post_once")]

    @property
    def office_label(self) -> str:
        return OFFICES.get(self.office, self.office)


class AppointmentQuerySet(DatedQuerySet):
    def visible_to(self, scope):
        return self if scope.sees_everybody else self.filter(person__in=scope.person_ids())


class Appointment(Dated):
    """Who holds a post, from when until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(until_on__isnull=True), name="appointment_open"
            ),
            models.UniqueConstraint(fields=["person", "post", "from_on"], name="appointment_from"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="appointment_forwards",
            ),
        ]


class Affiliation(Dated):
    """组织关系: the branch (rarely a committee) a person belongs to, and the political status there.

    People who belong to no branch have a row too, without ``branch``: their political status is a fact of their own.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    branch = tree_key(PARTY, related_name="affiliations", null=True, blank=True)
    political_status = models.CharField("政治面貌", max_length=24)
    status_words = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on__isnull=True), name="affiliation_open")
        ]
        indexes = [
            models.Index(fields=["branch", "person"], condition=Q(until_on__isnull=True), name="affiliation_branch"),
            models.Index(fields=["political_status"], condition=Q(until_on__isnull=True), name="affiliation_status"),
        ]

    @property
    def status_label(self) -> str:
        return self.status_words or POLITICAL_STATUS.get(self.political_status, self.political_status)


class Employment(Dated):
    """Where a person works: unit, title and rank."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    unit = tree_key(UNIT, related_name="employments")
    title = models.CharField("职务", max_length=40, blank=True)
    rank = models.CharField("职级", max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on__isnull=True), name="employment_open")
        ]
        indexes = [models.Index(fields=["unit", "person"], condition=Q(until_on__isnull=True), name="employment_unit")]


class Reason(Versioned):
    """Why something that deserves a look is as it is, in one sentence. It stays, and the row sinks on the page.

    ``rule`` is the key of a rule of the situation page; ``person`` only where the rule is about one.
    """

    rule = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="reasons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="reasons")
    sentence = models.CharField("原因", max_length=200)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField("日期")

    class Meta:
        constraints = [
            # Two, since SQLite has no unique constraint that takes two empty cells for equal.
            models.UniqueConstraint(
                fields=["rule", "organization"], condition=Q(person__isnull=True), name="reason_once"
            ),
            models.UniqueConstraint(fields=["rule", "organization", "person"], name="reason_once_a_person"),
        ]

    @property
    def owner_organization_id(self) -> int:
        return self.organization_id


class SelectionQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(account_id=scope.account_id)


class Selection(models.Model):
    """People picked on the list at one moment: what comes later does not slip in.

    Without a name it waits for what the picker does next; with one it is a 名单, the owner's alone.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="selections")
    name = models.CharField("名单", max_length=30, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    persons = models.ManyToManyField(Person, related_name="+", db_table="people_selection_persons")

    objects = SelectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], condition=~Q(name=""), name="selection_name_once")
        ]


class ExportTrace(models.Model):
    """Whose data left in a file, who took it and which columns: shown to each person on the own page (D17)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exports")
    at = models.DateTimeField(auto_now_add=True)
    page = models.CharField(max_length=60)
    columns = models.JSONField(default=list)
    persons = models.ManyToManyField(Person, related_name="export_traces", db_table="people_exporttrace_persons")


class AccessTrace(models.Model):
    """Who opened a person's political status and admission dates, one row a reader and day (D17)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_traces")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "account", "on"], name="access_trace_daily")]
