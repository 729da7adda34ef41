"""Every address of the house. Who may call it stands in ``policy``."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
