from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("trees", lambda request: HttpResponse(""), name="trees")]
