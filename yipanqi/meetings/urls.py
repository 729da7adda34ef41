from django.urls import path

from yipanqi.meetings.pages.listing import MeetingList
from yipanqi.meetings.pages.meeting import MeetingPage

app_name = "meetings"
urlpatterns = [
    path("", MeetingList.as_view(), name="meetings"),
    path("<int:pk>", MeetingPage.as_view(), name="meeting"),
]
