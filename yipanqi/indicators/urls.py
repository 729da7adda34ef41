from django.urls import path

from yipanqi.indicators import pages

app_name = "indicators"
urlpatterns = [
    path("", pages.IndicatorList.as_view(), name="indicators"),
    path("<int:pk>", pages.IndicatorPage.as_view(), name="indicator"),
    path("new", pages.DefinePage.as_view(), name="define"),
    path("<int:pk>/edit", pages.RevisePage.as_view(), name="revise"),
]
