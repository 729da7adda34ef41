from django.urls import path

from yipanqi.people.pages import listing, selecting, suggesting
from yipanqi.people.situation.urls import urlpatterns as situation
from yipanqi.people.trees.urls import urlpatterns as trees

app_name = "people"
urlpatterns = [
    *situation,
    *trees,
    path("", listing.PeopleList.as_view(), name="people"),
    path("suggest", suggesting.suggest, name="suggest"),
    path("selection", selecting.Select.as_view(), name="select"),
]
