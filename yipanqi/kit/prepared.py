"""Queries that pages ask again and again: turned into SQL once, then only bound to their arguments.

The ORM takes one to three milliseconds to turn a query with a few joins into SQL, the database a tenth of one to
answer it. A prepared query is written like any other and says the same; only its SQL is kept:

    @prepared
    def appointments(organization: int, scope):
        return Appointment.objects.visible_to(scope).filter(post__organization=organization).select_related("person")

    appointments(organization.pk, request.scope)  -> a list, in one statement

Numbers, texts and days are bound. Every other argument (a scope, None, True) belongs to the question, and so does the
business day: each of their values gets SQL of its own, so nothing that decides who sees what is ever exchanged. What is
computed from a bound argument must be an argument itself (``path`` and ``paths.following(path)``); SQL that does not
show where its arguments went is refused when it is made. With the setting ``CHECK_PREPARED_QUERIES``, as in tests,
every call is held against what the ORM says at that moment.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.functional import LazyObject

from yipanqi.kit.clock import today

BOUND = (int, str, date)
MOST_PLANS = 1_000  # kept of one query: a plan a reader, a kilobyte or two each


def prepared(build: Callable[..., QuerySet]) -> "Prepared":
    """``build`` returns a queryset, with prefetches by name only; what is called then returns the list it finds."""
    return Prepared(build)


class Prepared:
    """One query, with a plan for each value of what belongs to its question. ``build`` is the ORM's own."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self._plans: dict[tuple, Plan] = {}
        self._texts: dict[str, Plan] = {}
        update_wrapper(self, build)

    def __call__(self, *given) -> list[Any]:
        given = tuple(map(_itself, given))
        key = (today(), *(type(each) if type(each) in BOUND else each for each in given))
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._planned(given)
        params = plan.bind(given)
        if getattr(settings, "CHECK_PREPARED_QUERIES", False):
            self._check(plan, params, given)
        return plan.rows(params)

    def _planned(self, given: tuple) -> "Plan":
        """A new plan. Readers for whom the SQL is the same share it, and their plans cost one compilation."""
        if len(self._plans) >= MOST_PLANS:
            self._plans.clear()
            self._texts.clear()
        first = _stand_ins(given, 1)
        queryset = self.build(*first)
        compiler, sql, params = compiled(queryset)
        known = self._texts.get(sql)
        if known is not None:
            return replace(known, params=_slots_as(self.build, known, params, first))
        plan = self._texts[sql] = make_plan(self.build, given, queryset, compiler, sql, params)
        return plan

    def _check(self, plan: "Plan", params: tuple, given: tuple) -> None:
        asked = compiled(self.build(*given))[1:]
        if asked != (plan.sql, params):
            raise RuntimeError(f"{self.build.__qualname__} means {asked}, but asks {plan.sql, params}")


@dataclass(frozen=True)
class Slot:
    """Where an argument goes. ``sort`` is the type in which the driver takes it."""

    argument: int
    sort: type


@dataclass(frozen=True)
class Plan:
    """SQL and its parameters, some of them slots; ``sql`` is empty when the ORM knows that nothing is ever found."""

    sql: str
    params: tuple
    queryset: Any  # its privates are asked: those an iterable asks
    compiler: Any

    def bind(self, given: Sequence) -> tuple:
        ops = connections[self.queryset.db].ops
        return tuple(_bound(ops, each, given) if type(each) is Slot else each for each in self.params)

    def rows(self, params: tuple) -> list[Any]:
        """One statement, and those of the prefetches."""
        found = list(self.queryset._iterable_class(_Asked(self, params))) if self.sql else []
        prefetch_related_objects(found, *self.queryset._prefetch_related_lookups)
        return found


class _Asked:
    """A queryset and its query, as far as Django's iterables ask them: so rows come out as they always do."""

    _known_related_objects: dict = {}

    def __init__(self, plan: Plan, params: tuple):
        self.plan, self.params, self.query = plan, params, self
        self.db, self.model, self._fields = plan.queryset.db, plan.queryset.model, plan.queryset._fields

    def get_compiler(self, using: str):
        """The kept compiler as it is after it made its SQL, on this thread's connection."""
        kept = self.plan.compiler
        compiler = object.__new__(type(kept))
        asked = (self.plan.sql, self.params)
        compiler.__dict__ = kept.__dict__ | {"connection": connections[using], "as_sql": lambda: asked}
        return compiler


def make_plan(build: Callable[..., QuerySet], given: tuple, queryset: QuerySet, compiler, sql, params) -> Plan:
    """Compile for another set of stand-ins: parameters that differ are arguments, the others belong to the question."""
    sets = [_stand_ins(given, 1), _stand_ins(given, 2)]
    _, same, others = compiled(build(*sets[1]))
    if sql != same:
        raise RuntimeError(f"The SQL of {build.__qualname__} depends on an argument that is to be bound")
    ops = connections[queryset.db].ops
    slots = tuple(_slot(build, ops, pair, sets) for pair in zip(params, others, strict=True))
    bound = {each.argument for each in slots if type(each) is Slot}
    if sql and any(at not in bound for at, each in enumerate(given) if type(each) in BOUND):
        raise RuntimeError(f"An argument of {build.__qualname__} is not in its SQL")
    return Plan(sql, slots, queryset, compiler)


def _slots_as(build: Callable[..., QuerySet], known: Plan, params: tuple, stand_ins: list) -> tuple:
    """The parameters of another reader's same SQL: stand-ins stand where a known plan has slots, and nowhere else."""
    ops = connections[known.queryset.db].ops
    names = {_adapted(ops, each): at for at, each in enumerate(stand_ins) if type(each) in BOUND}
    places = [names.get(each) if isinstance(each, Hashable) else None for each in params]
    if places != [each.argument if type(each) is Slot else None for each in known.params]:
        raise RuntimeError(f"The parameters of {build.__qualname__} stand elsewhere for another reader")
    return tuple(each if type(each) is Slot else param for each, param in zip(known.params, params, strict=True))


def compiled(queryset: Any) -> tuple[Any, str, tuple]:
    """Compiler, SQL and parameters."""
    if not all(isinstance(each, str) for each in queryset._prefetch_related_lookups):
        raise RuntimeError("A prepared query prefetches by name only")
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return compiler, "", ()
    return compiler, sql, tuple(params)


def _itself(value: Any) -> Any:
    """What hides behind a lazy object such as ``request.scope``: a plan must not keep the request."""
    return value.__reduce__()[1][0] if isinstance(value, LazyObject) else value


def _stand_ins(given: tuple, turn: int) -> list:
    return [_stand_in(each, at, turn) for at, each in enumerate(given)]


def _stand_in(value: Any, at: int, turn: int) -> Any:
    if type(value) is int:
        return 1_900_000_000 + 1_000 * turn + at
    if type(value) is str:
        return f"{turn}›{at}"
    return date(1900 + turn, 1, 1) + timedelta(days=at) if type(value) is date else value


def _slot(build: Callable[..., QuerySet], ops: Any, pair: tuple, sets: list[list]) -> Any:
    """The argument a parameter stands for, or the parameter when it is always the same."""
    if pair[0] == pair[1]:
        return pair[0]
    for argument in range(len(sets[0])):
        if all(_adapted(ops, sets[turn][argument]) == pair[turn] for turn in (0, 1)):
            return Slot(argument, type(pair[0]))
    raise RuntimeError(f"{build.__qualname__} computes {pair[0]!r}: make it an argument")


def _bound(ops: Any, slot: Slot, given: Sequence) -> Any:
    value = _adapted(ops, given[slot.argument])
    return value if type(value) is slot.sort else slot.sort(value)


def _adapted(ops: Any, value: Any) -> Any:
    return ops.adapt_datefield_value(value) if type(value) is date else value
