from django.urls import path

from yipanqi.brands.pages.binding import BindPage
from yipanqi.brands.pages.brand import BrandPage
from yipanqi.brands.pages.founding import FoundPage, ReviseBrandPage
from yipanqi.brands.pages.listing import BrandList, MeasureList
from yipanqi.brands.pages.measure import MeasurePage
from yipanqi.brands.pages.measuring import ReviseMeasurePage, add_measure

app_name = "brands"
urlpatterns = [
    path("", BrandList.as_view(), name="brands"),
    path("new", FoundPage.as_view(), name="found"),
    path("<int:pk>", BrandPage.as_view(), name="brand"),
    path("<int:pk>/edit", ReviseBrandPage.as_view(), name="revise"),
    path("measures/", MeasureList.as_view(), name="measures"),
    path("measures/new", add_measure, name="add_measure"),
    path("measures/<int:pk>", MeasurePage.as_view(), name="measure"),
    path("measures/<int:pk>/edit", ReviseMeasurePage.as_view(), name="revise_measure"),
    path("measures/<int:pk>/bind", BindPage.as_view(), name="bind"),
]
