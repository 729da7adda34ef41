"""What every page's frame shows: places, the fixed business day, the undo bar, theme and size."""

from django.conf import settings

from yipanqi.kit import clock, undo
from yipanqi.web.navigation import navigation


def frame(request) -> dict:
    """Nothing for strangers and for error pages that come before the session."""
    common = {"district": settings.YIPANQI_DISTRICT, "today": clock.today(), "day_is_fixed": clock.is_fixed()}
    if not (hasattr(request, "scope") and request.scope.is_signed_in):
        return common
    return {**common, "navigation": navigation(request), "undo": undo.waiting(request)}
