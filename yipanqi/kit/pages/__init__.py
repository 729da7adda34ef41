"""One small class per kind of page. The third exception becomes a plain function view."""

from yipanqi.kit.pages.act import act, undo_last
from yipanqi.kit.pages.detail import DetailPage
from yipanqi.kit.pages.form import FormPage
from yipanqi.kit.pages.listing import ListPage

__all__ = ["DetailPage", "FormPage", "ListPage", "act", "undo_last"]
