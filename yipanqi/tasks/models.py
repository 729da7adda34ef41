"""To-dos: who owes what by when. Rows are derived from rules by each room's ``todos`` and reconciled by key."""

from django.db import models
from django.db.models import Q

from yipanqi.organizations.models import Organization

STRANDS = {"party": "党建", "operations": "业务", "woven": "融合"}


class TodoQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at__isnull=True, dropped_at__isnull=True)

    def visible_to(self, scope):
        """Mine by name, or owed by an organisation through an office of it that I hold."""
        owed = Q(person_id=scope.person_id) if scope.person_id else Q(pk__in=[])
        for office in scope.offices:
            owed |= Q(organization_id=office.organization_id, office__in=["", office.office])
        if scope.is_administrator:
            owed |= Q(office="administrator")
        return self.filter(owed)

    def on_desk_of(self, scope):
        """What I owe, and what others owe to organisations where I hold an office."""
        asked = [office.organization_id for office in scope.offices]
        return self.filter(Q(pk__in=self.visible_to(scope).order_by().values("pk")) | Q(asked_by__in=asked))


class Todo(models.Model):
    """One thing owed. ``key`` is natural (rule, subject, who owes): the same wish never makes a second row.

    ``done_at``: somebody set it aside by hand; ``dropped_at``: the rule no longer wants it.

    Owed by a person, or by whoever holds ``office`` in ``organization`` (any office when empty).
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    strand = models.CharField(max_length=10, choices=list(STRANDS.items()))
    title = models.CharField(max_length=160)
    context = models.CharField(max_length=200, blank=True)
    source = models.CharField("来自", max_length=80, blank=True)
    url = models.CharField(max_length=200)
    verb = models.CharField(max_length=12, default="去看看")
    minutes = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="todos")
    office = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="todos")
    # The organisation that waits for it: its officers find the row under 等别人.
    asked_by = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="asked_todos")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = TodoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(strand__in=list(STRANDS)), name="todo_strand"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(person__isnull=False) | Q(office="administrator"),
                name="todo_owed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_on"], condition=Q(done_at__isnull=True), name="todo_organization"
            ),
            models.Index(fields=["person", "due_on"], condition=Q(done_at__isnull=True), name="todo_person"),
            models.Index(fields=["kind", "subject_id"], name="todo_subject"),
        ]

    def is_owed_by(self, scope) -> bool:
        if self.person_id is not None and self.person_id == scope.person_id:
            return True
        if self.office == "administrator":
            return scope.is_administrator
        offices = [self.office] if self.office else []
        return self.organization_id is not None and scope.holds(self.organization_id, *offices)
