"""Import kinds: what a workbook may hold, one class each.

    @register
    class Priorities(Kind):
        slug = "priorities"
        label = "业务重点"
        model = Priority
        key = ("code",)
        named_by = "name"

        code = Code("编号", "重点编号", required=True)
        name = Text("名称", required=True, most=120)
        unit = Reference("提出机构代码", "提出单位", to=UNITS, required=True)
        due_on = Day("止", "截止日期")

        def check(self, row): ...              # row.fault("due_on", "止不能早于起"); row.note(...)
        def existing(self, keys): ...          # {key: Existing(id, {field name: value}, version)}
        def apply(self, rows, *, by, batch):   # one bulk verb of the room's actions.py
            actions.enter_priorities(rows, by=by, batch=batch)

The engine does the rest: reading, header matching, cleaning, references, duplicates, diff, preview, mending, staging,
applying, withdrawing, faulty-row file, command line.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models

from yipanqi.kit.workbook.fields import Field, IdentityNumber, Reference
from yipanqi.kit.workbook.rows import Existing, Row

KINDS: dict[str, "Kind"] = {}
DERIVED: dict[str, list[Callable[[Sequence[int]], Iterable[models.QuerySet]]]] = defaultdict(list)


class Table(ABC):
    """The rows of one sheet.

    ``key`` names the fields that together tell a row apart; ``named_by`` the one that names it to people.
    ``sheets`` are words that a sheet of this table has in its name, used only when headers leave a doubt.
    ``owned`` names reverse relations of ``model`` whose rows come and go with a row of this table: they do not count
    as references from outside when a batch is withdrawn. ``remarks`` names a text field that may take columns we have
    no field for. ``fields``, ``references`` and ``compared`` (the fields whose values are kept) follow from the class.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]]
    named_by: ClassVar[str] = "name"
    counter: ClassVar[str] = "行"
    sheets: ClassVar[tuple[str, ...]] = ()
    owned: ClassVar[tuple[str, ...]] = ()
    remarks: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}
    references: ClassVar[dict[str, Reference]] = {}
    compared: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls, **more):
        super().__init_subclass__(**more)
        for name, value in vars(cls).items():
            if isinstance(value, Field) and _is_engine_word(cls, name):
                raise TypeError(f"{cls.__name__}: {name} is a word of the engine, call the field otherwise")
        cls.fields = {
            name: field
            for base in reversed(cls.__mro__)
            for name, field in vars(base).items()
            if isinstance(field, Field)
        }
        cls.references = {name: field for name, field in cls.fields.items() if isinstance(field, Reference)}
        cls.compared = {name: field for name, field in cls.fields.items() if field.kept}

    def check(self, row: Row) -> None:  # noqa: B027  most kinds do without
        """Checks across the cells of one row. Values of faulty cells are absent. May set values (with a note)."""

    def join(self, rows: Sequence[Row], beside: Mapping[str, Sequence[Row]]) -> None:  # noqa: B027  most kinds do without
        """Before anything is checked: take from the judged rows of other tables of this workbook, by slug, what the
        checks of these rows need, and leave it in ``row.extra``. In the preview only; what must hold is checked again
        by ``hold`` or by the bulk action."""

    def review(self, rows: Sequence[Row]) -> None:  # noqa: B027  most kinds do without
        """Checks that need the database, for all good rows of the table at once (``row.before`` is known here)."""

    @abstractmethod
    def existing(self, keys: Sequence[tuple]) -> Mapping[tuple, Existing]:
        """What the database holds for these keys, in as few queries as possible.

        Values must compare equal to what the fields read: references as codes, days as ``date``, lists sorted.
        Called again under the lock, so it may not rest on what was fetched before.
        """

    def hold(self, rows: Sequence[Row]) -> None:  # noqa: B027  most kinds do without
        """Under the lock, rows being compared anew and what they refer to not yet fetched: may put back values that
        must not win over what people did since the preview. A withdrawal does not ask."""

    def prepare(self, rows: Sequence[Row]) -> None:  # noqa: B027  most kinds do without
        """Work for new and changed rows that needs no lock (pinyin, folding): leave it in ``row.extra``."""

    @abstractmethod
    def apply(self, rows: Sequence[Row], *, by, batch) -> None:
        """The bulk verb. ``rows`` are new and changed ones; runs inside the engine's transaction, under its lock.

        A changed row of a versioned model gains one version. Withdrawing calls it too, with the values from before.
        """

    def remove(self, ids: Sequence[int], *, by, batch) -> None:
        """Take created rows away again; nothing outside refers to them. What is derived or owned goes first."""
        for follow in DERIVED[self.slug]:
            for queryset in follow(ids):
                queryset.delete()
        for queryset in self.owned_rows(ids):
            queryset.delete()
        self.model._base_manager.filter(pk__in=ids).delete()

    def owned_rows(self, ids: Sequence[int]) -> Iterator[models.QuerySet]:
        """The rows of other models that come and go with these."""
        for name in self.owned:
            relation: Any = self.model._meta.get_field(name)
            yield relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})


class Kind(Table):
    """A workbook's worth: its own table, and ``more`` tables that may stand beside it (another sheet).

    Tables are applied in order, its own first.
    """

    more: ClassVar[tuple[type[Table], ...]] = ()

    def __init__(self):
        self.tables: tuple[Table, ...] = (self, *(table() for table in self.more))

    @staticmethod
    def may(scope: Any) -> bool:
        """Who imports workbooks of this kind."""
        return bool(scope.may_import)

    @property
    def by_slug(self) -> dict[str, Table]:
        return {table.slug: table for table in self.tables}

    @property
    def is_one_piece(self) -> bool:
        """Whether rows lean on other rows of the same workbook, so that they are checked and written all at once."""
        return any(field.within for table in self.tables for field in table.references.values())

    @property
    def has_identity_numbers(self) -> bool:
        return any(isinstance(field, IdentityNumber) for table in self.tables for field in table.fields.values())


def _is_engine_word(table: type, name: str) -> bool:
    """Whether a base class means something else by the name than a field."""
    for base in table.__mro__[1:]:
        if name in vars(base):
            return not isinstance(vars(base)[name], Field)
        if name in vars(base).get("__annotations__", {}):
            return True
    return False


def register(kind: type[Kind]) -> type[Kind]:
    """Make a kind known to the pages and the command line."""
    KINDS[kind.slug] = kind()
    return kind


def derived(table: str):
    """Register what follows by rule from rows of a table: ``function(ids)`` yields querysets, dependents first.

    Such rows go with the row they follow from and are no reference from outside when it is withdrawn.
    """

    def registrar(function):
        DERIVED[table].append(function)
        return function

    return registrar


def kinds(scope=None) -> Iterable[Kind]:
    """All kinds, or those this person may import."""
    return [kind for kind in KINDS.values() if scope is None or kind.may(scope)]
