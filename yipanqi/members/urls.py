from django.urls import path

from yipanqi.members.pages.admission import AdmissionPage
from yipanqi.members.pages.admissions import AdmissionList
from yipanqi.members.pages.dues import DuesList

app_name = "members"
urlpatterns = [
    path("admissions", AdmissionList.as_view(), name="admissions"),
    path("admissions/<int:pk>", AdmissionPage.as_view(), name="admission"),
    path("dues", DuesList.as_view(), name="dues"),
]
