"""Recording who takes and who leaves an office."""

from yipanqi.kit import undo
from yipanqi.kit.links import address
from yipanqi.kit.pages import FormPage
from yipanqi.organizations.models import PARTY, Organization
from yipanqi.organizations.naming import written
from yipanqi.people import actions, rules
from yipanqi.people.forms import AppointForm, EndForm
from yipanqi.people.models import Appointment, Person


class AppointPage(FormPage):
    """The address may fill it in: ``?person=DY00017&organization=DYB001&office=secretary``."""

    form = AppointForm
    title = "登记任职"
    verb = "登记"
    lead = "选举或委派之后在这里登记；支部班子由正式党员担任"

    def may(self, scope, subject):
        return None if rules.may_appoint_somewhere(scope) else "任职由上级党委、关区党务干部或管理员登记"

    def _form(self, request, subject, *data):
        form = super()._form(request, subject, *data)
        form.fields["person"].scope = request.scope
        return form

    def initial(self, request, subject) -> dict:
        asked = request.GET
        person = Person.objects.visible_to(request.scope).filter(number=asked.get("person", "")).first()
        organization = Organization.objects.filter(tree=PARTY, code=asked.get("organization", "")).first()
        return {
            "person": written(person.number, person.name) if person else "",
            "organization": written(organization.code, organization.name) if organization else "",
            "office": asked.get("office", ""),
        }

    def save(self, form, request, subject) -> str:
        facts = form.cleaned_data
        appointment = actions.appoint(by=request.user, scope=request.scope, **facts)
        words = f"{facts['person'].name}任{facts['organization'].name}{appointment.post.office_label}"
        undo.offer(request, words, "people.appointment_made", pk=appointment.pk)
        return address("organizations:organization", appointment.post.organization_id)


class EndPage(FormPage):
    model = Appointment
    form = EndForm
    title = "登记免职"
    verb = "登记"
    template = "people/end_appointment.html"

    def may(self, scope, subject):
        return rules.may_appoint(scope, subject.post.organization, subject.post.office)

    def context(self, request, subject) -> dict:
        return {"back": address("organizations:organization", subject.post.organization_id)}

    def save(self, form, request, subject) -> str:
        actions.end_appointment(subject, by=request.user, scope=request.scope, **form.cleaned_data)
        words = f"{subject.person.name}不再任{subject.post.organization.name}{subject.post.office_label}"
        undo.offer(request, words, "people.appointment_ended", pk=subject.pk)
        return address("organizations:organization", subject.post.organization_id)
