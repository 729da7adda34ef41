"""One small class per kind of page. The third exception becomes a plain function view."""

from yipanqi.kit.pages.act import act, undo_last
from yipanqi.kit.pages.detail import DetailPage
from yipanqi.kit.pages.form import FormPage
from yipanqi.kit.pages.listing import ListPage
from yipanqi.kit.pages.saved import ChangeView, SaveView

__all__ = ["ChangeView", "DetailPage", "FormPage", "ListPage", "SaveView", "act", "undo_last"]
