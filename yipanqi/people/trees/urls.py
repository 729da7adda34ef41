from django.urls import path

from yipanqi.people.trees import pages

urlpatterns = [path("trees", pages.trees, name="trees")]
