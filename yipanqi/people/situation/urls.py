from django.urls import path

from yipanqi.people.situation import pages, placing

urlpatterns = [
    path("situation", pages.situation, name="situation"),
    path("situation/reasons", pages.reasons, name="reasons"),
    path("situation/rules", pages.rules, name="situation_rules"),
    path("situation/place/<int:pk>", placing.PlacePage.as_view(), name="affiliate"),
]
