from django.urls import path

from yipanqi.insight import pages

urlpatterns = [path("board/", pages.board_page, name="board")]
