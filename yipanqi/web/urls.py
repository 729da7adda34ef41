"""Every address of the house. Who may call it stands in ``policy``."""

from django.urls import include, path

from yipanqi.kit import pages
from yipanqi.web import errors, health, today
from yipanqi.web.preferences import preferences
from yipanqi.web.unsent import unsent_page

urlpatterns = [
    path("", today.today_page, name="today"),
    path("todos/<int:pk>/set-aside", today.set_aside, name="set_aside"),
    path("", include("yipanqi.insight.urls")),
    path("organizations/", include("yipanqi.organizations.urls")),
    path("people/", include("yipanqi.people.urls")),
    path("meetings/", include("yipanqi.meetings.urls")),
    path("members/", include("yipanqi.members.urls")),
    path("indicators/", include("yipanqi.indicators.urls")),
    path("weave/", include("yipanqi.objectives.urls")),
    path("brands/", include("yipanqi.brands.urls")),
    path("assessment/", include("yipanqi.assessment.urls")),
    path("records/", include("yipanqi.kit.workbook.urls")),
    path("accounts/", include("allauth.urls")),
    path("act/<str:model>/<int:pk>/<str:name>", pages.act, name="act"),
    path("undo", pages.undo_last, name="undo"),
    path("views/save", pages.SaveView.as_view(), name="save_view"),
    path("views/<int:pk>", pages.ChangeView.as_view(), name="change_view"),
    path("unsent", unsent_page, name="unsent"),
    path("preferences", preferences, name="preferences"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests  # allauth looks for it here
handler500 = errors.server_error
