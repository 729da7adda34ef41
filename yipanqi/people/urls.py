from django.urls import path

from yipanqi.people.pages import accounts, appointing, editing, listing, person, selecting, suggesting, taking
from yipanqi.people.situation.urls import urlpatterns as situation
from yipanqi.people.trees.urls import urlpatterns as trees

app_name = "people"
urlpatterns = [
    *situation,
    *trees,
    path("", listing.PeopleList.as_view(), name="people"),
    path("suggest", suggesting.suggest, name="suggest"),
    path("suggest/number", suggesting.suggest_number, name="suggest_number"),
    path("selection", selecting.Select.as_view(), name="select"),
    path("accounts", accounts.AccountList.as_view(), name="accounts"),
    path("appoint", appointing.AppointPage.as_view(), name="appoint"),
    path("appointments/<int:pk>/end", appointing.EndPage.as_view(), name="end_appointment"),
    path("<int:pk>", person.PersonPage.as_view(), name="person"),
    path("<int:pk>/contacts", editing.ContactsPage.as_view(), name="contacts"),
    path("<int:pk>/remark", editing.RemarkPage.as_view(), name="remark"),
    path("<int:pk>/account", accounts.AccountPage.as_view(), name="account"),
    path("<int:pk>/record", taking.RecordPage.as_view(), name="record"),
]
