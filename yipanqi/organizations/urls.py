from django.urls import path

from yipanqi.organizations import arranging, listing, pages

app_name = "organizations"
urlpatterns = [
    path("", listing.PartyOrganizationList.as_view(), name="organizations"),
    path("units", listing.UnitList.as_view(), name="units"),
    path("<int:pk>", pages.OrganizationPage.as_view(), name="organization"),
    path("units/<int:pk>", pages.UnitPage.as_view(), name="unit"),
    path("<int:pk>/origin", pages.OriginPage.as_view(), name="origin"),
    path("suggest/party", pages.suggest_party, name="suggest_party"),
    path("suggest/unit", pages.suggest_unit, name="suggest_unit"),
    path("cover", arranging.CoverPage.as_view(), name="cover"),
    path("coverage/<int:pk>/stop", arranging.UncoverPage.as_view(), name="uncover"),
    path("found", arranging.FoundPage.as_view(), name="found"),
    path("<int:pk>/move", arranging.MovePage.as_view(), name="move"),
    path("<int:pk>/dissolve", arranging.DissolvePage.as_view(), name="dissolve"),
    path("<int:pk>/term", arranging.TermPage.as_view(), name="term"),
]
