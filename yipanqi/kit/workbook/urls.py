"""Addresses of the import pages."""

from django.urls import path

from yipanqi.kit.workbook import pages

app_name = "imports"
urlpatterns = [
    path("", pages.BatchesPage.as_view(), name="batches"),
    path("upload", pages.upload, name="upload"),
    path("forms/<slug:slug>.xlsx", pages.form, name="form"),
    path("<int:pk>", pages.batch, name="batch"),
    path("<int:pk>/headers", pages.set_headers, name="headers"),
    path("<int:pk>/mend", pages.mend, name="mend"),
    path("<int:pk>/apply", pages.apply, name="apply"),
    path("<int:pk>/give-up", pages.give_up, name="give_up"),
    path("<int:pk>/again", pages.recover, name="again"),
    path("<int:pk>/faulty.xlsx", pages.faulty_file, name="faulty"),
    path("<int:pk>/withdraw", pages.withdraw, name="withdraw"),
]
