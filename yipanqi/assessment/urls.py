from django.urls import path

from yipanqi.assessment.pages.result import ResultPage
from yipanqi.assessment.pages.rows import RowsPage
from yipanqi.assessment.pages.runs import OrderPage, RunPage, again, cancel
from yipanqi.assessment.pages.schemes import AdoptionPage, AdoptPage, scheme_page

app_name = "assessment"
urlpatterns = [
    path("", scheme_page, name="scheme"),
    path("adopt", AdoptPage.as_view(), name="adopt"),
    path("adoptions/<int:pk>", AdoptionPage.as_view(), name="adoption"),
    path("runs/new", OrderPage.as_view(), name="order"),
    path("runs/<int:pk>", RunPage.as_view(), name="run"),
    path("runs/<int:pk>/again", again, name="again"),
    path("runs/<int:pk>/cancel", cancel, name="cancel"),
    path("results/<int:pk>", ResultPage.as_view(), name="result"),
    path("results/<int:pk>/rows", RowsPage.as_view(), name="rows"),
]
