from django.urls import path

from yipanqi.objectives.pages.editing import RaisePage, RevisePage
from yipanqi.objectives.pages.linking import link_page
from yipanqi.objectives.pages.listing import PriorityList
from yipanqi.objectives.pages.orphans import orphans_page
from yipanqi.objectives.pages.priority import PriorityPage

app_name = "objectives"
urlpatterns = [
    path("", PriorityList.as_view(), name="priorities"),
    path("new", RaisePage.as_view(), name="raise"),
    path("orphans", orphans_page, name="orphans"),
    path("<int:pk>", PriorityPage.as_view(), name="priority"),
    path("<int:pk>/edit", RevisePage.as_view(), name="revise"),
    path("link/<str:model>/<int:pk>", link_page, name="link"),
]
