from django.urls import path

from yipanqi.indicators import pages
from yipanqi.indicators.observations import pages as observations

app_name = "indicators"
urlpatterns = [
    path("", pages.IndicatorList.as_view(), name="indicators"),
    path("<int:pk>", pages.IndicatorPage.as_view(), name="indicator"),
    path("figures/", observations.ObservationList.as_view(), name="observations"),
    path("figures/<int:pk>", observations.ObservationPage.as_view(), name="observation"),
    path("figures/<int:pk>/remark", observations.RemarkPage.as_view(), name="remark"),
    path("new", pages.DefinePage.as_view(), name="define"),
    path("<int:pk>/edit", pages.RevisePage.as_view(), name="revise"),
]
