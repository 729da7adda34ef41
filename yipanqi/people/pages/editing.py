"""A person corrects the own telephone and WeCom name; officers the note on the roster."""

from yipanqi.kit.links import address
from yipanqi.kit.pages import FormPage
from yipanqi.kit.request import whole
from yipanqi.people import actions, rules
from yipanqi.people.forms import ContactsForm, RemarkForm
from yipanqi.people.models import Person
from yipanqi.people.queries import placed


class EditPage(FormPage):
    model = Person

    def context(self, request, subject) -> dict:
        back = address("people:person", subject.pk)
        return {"back": back, "crumbs": [(subject.name, back), (self.title, None)]}


class ContactsPage(EditPage):
    form = ContactsForm
    title = "改联系方式"
    lead = "别的资料来自花名册，有错请找所在党组织或人事部门改"
    done = "改好了"

    def may(self, scope, subject):
        return rules.may_edit_contacts(scope, subject)

    def save(self, form, request, subject) -> str:
        actions.edit_contacts(subject, by=request.user, version=_seen(request, subject), **form.cleaned_data)
        return address("people:person", subject.pk)


class RemarkPage(EditPage):
    form = RemarkForm
    title = "改备注"
    lead = "只写工作上要知道的；不写评价，不写健康和家庭"
    done = "改好了"

    def may(self, scope, subject):
        places = placed(Person.objects.filter(pk=subject.pk)).values_list("home__branch__path", "work__unit__path")
        branch_path, unit_path = places.get()
        return rules.may_edit_remark(scope, branch_path=branch_path, unit_path=unit_path)

    def save(self, form, request, subject) -> str:
        actions.edit_remark(subject, by=request.user, version=_seen(request, subject), **form.cleaned_data)
        return address("people:person", subject.pk)


def _seen(request, subject) -> int:
    """The version the editor started from."""
    seen = whole(request.POST.get("version"))
    return subject.version if seen is None else seen
