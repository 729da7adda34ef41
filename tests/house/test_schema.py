"""What must never be stored (domain keys D1, D3, D16): points, time on pages, scores of persons."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.house.addresses import addresses
from tests.house.levels import LEVELS
from yipanqi.kit.pages import ListPage
from yipanqi.people.models import Person

POINTS = re.compile(r"(^|_)(points?|badges?|streaks?|stars|leaderboard|medals?)(_|$)")
TIME_SPENT = re.compile(
    r"(^|_)(online|dwell|read_time|reading_time|time_on|time_spent|page_views?|visits?|seen_count)(_|$)"
)
JUDGEMENT = re.compile(r"(^|_)(scores?|rank|ranking|rating|sentiment|attitude|ideology|loyalty|mood)(_|$)")
# 职级 is a grade of the civil service, written in the roster; it judges nobody.
ALLOWED = {"people.Employment.rank"}


def test_no_field_counts_points_or_badges():
    assert named(POINTS, house_models()) == []


def test_no_field_measures_time_spent_on_pages():
    assert named(TIME_SPENT, house_models()) == []


def test_no_field_scores_or_ranks_a_person():
    about_persons = [model for model in house_models() if model is Person or points_at_a_person(model)]

    assert named(JUDGEMENT, about_persons) == []


def test_no_model_is_ordered_by_a_score():
    orders = [(model._meta.label, order) for model in house_models() for order in model._meta.ordering or []]

    assert [each for each in orders if JUDGEMENT.search(str(each[1])) or POINTS.search(str(each[1]))] == []


def house_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LEVELS)


def points_at_a_person(model: type[models.Model]) -> bool:
    return any(getattr(field, "related_model", None) is Person for field in model._meta.concrete_fields)


def named(pattern: re.Pattern[str], of: "Iterator[type[models.Model]] | list[type[models.Model]]") -> list[str]:
    """Full names of the concrete fields whose name says something the pattern forbids."""
    found = [f"{model._meta.label}.{field.name}" for model in of for field in model._meta.concrete_fields]
    return [name for name in found if pattern.search(name.rsplit(".", 1)[1]) and name not in ALLOWED]


def test_no_list_page_can_be_sorted_by_a_score():
    pages = [each.view for each in addresses() if isinstance(each.view, type) and issubclass(each.view, ListPage)]
    orders = [(page.__name__, order) for page in pages for order in [*page.order, *column_orders(page)]]

    assert orders
    assert [each for each in orders if JUDGEMENT.search(each[1]) or POINTS.search(each[1])] == []


def column_orders(page: type[ListPage]) -> list[str]:
    return [order for column in page.columns for order in column.order]
