from collections.abc import Iterable

from django.conf import settings
from django.db import models

from yipanqi.kit.workbook.models import Batch, Faulty, HeaderMemory, Staged, Trace  # noqa: F401  models of kit


class FormKey(models.Model):
    """A one-time key that a form has used up; see ``once``."""

    key = models.CharField(max_length=40)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    used_at = models.DateTimeField()
    went_to = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="form_key_once")]


class Versioned(models.Model):
    """A row people edit: a save made from an older version is refused with both texts (409)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def names_of(model: type[models.Model], fields: Iterable[str]) -> str:
    """The words people know these fields by, for a timeline: 名称、止."""
    return "、".join(str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in fields)


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(models.Q(account_id=scope.account_id) | models.Q(shared=True))


class SavedView(models.Model):
    """A list's filters under a name; private until shared with everybody who may open the list."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "page", "name"], name="saved_view_once")]
