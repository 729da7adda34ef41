"""Taking the own record along."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.views import View

from yipanqi.kit.pages.export import spreadsheet
from yipanqi.kit.request import Request
from yipanqi.people.models import Person
from yipanqi.people.record import plain, record_of


class RecordPage(View):
    """``?as=xlsx`` or JSON; for the person only, whatever office the reader holds."""

    model = Person

    def get(self, request: Request, pk: int) -> HttpResponse:
        person = Person.objects.visible_to(request.scope).filter(pk=pk).first()
        if person is None:
            raise Http404
        if person.pk != request.scope.person_id:
            raise PermissionDenied("一个人的全部资料只有本人能导出")
        parts = record_of(person)
        name = f"我的资料 {person.name}"
        if request.GET.get("as") == "xlsx":
            return spreadsheet(name, ["部分", "第几条", "项目", "内容"], _rows(parts), "xlsx")
        plainly = {
            title: [{key: plain(value) for key, value in row.items()} for row in rows] for title, rows in parts.items()
        }
        response = JsonResponse(plainly, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = f"attachment; filename=record-{person.number}.json"
        return response


def _rows(parts) -> list[list]:
    return [
        [title, number, key, plain(value)]
        for title, rows in parts.items()
        for number, row in enumerate(rows, start=1)
        for key, value in row.items()
    ]
