"""Pages on which officers arrange the trees: cover, stop covering, set up, move, dissolve, record an election."""

from yipanqi.kit import undo
from yipanqi.kit.pages import FormPage
from yipanqi.kit.request import own_address
from yipanqi.organizations import actions, forms, rules, undoing
from yipanqi.organizations.models import PARTY, UNIT, Coverage, Organization, PartyOrganization, Term
from yipanqi.organizations.naming import written


class ArrangingPage(FormPage):
    """A form about one Party organisation, fetched through ``visible_to`` and open to who may arrange it."""

    model: type | None = PartyOrganization
    lead = ""

    def may(self, scope, subject):
        return rules.may_arrange(subject, scope) if subject else rules.may_arrange_somewhere(scope)

    def context(self, request, subject) -> dict:
        crumbs = [(subject.name, subject.get_absolute_url())] if subject else []
        return {"crumbs": [*crumbs, (self.title, None)], "back": _back(request, subject)}


class CoverPage(ArrangingPage):
    """Either side may be filled in by the address: ``?organization=DYB001&unit=DY0101``."""

    model = None
    form = forms.CoverForm
    title = "关联支部"
    verb = "关联"
    lead = "写明哪个党组织从哪天起覆盖哪个机构"

    def initial(self, request, subject) -> dict:
        return {
            "organization": _written(request.GET.get("organization"), PARTY),
            "unit": _written(request.GET.get("unit"), UNIT),
        }

    def save(self, form, request, subject) -> str:
        organization, unit = form.cleaned_data["organization"], form.cleaned_data["unit"]
        coverage = actions.cover(organization, unit, on=form.cleaned_data["on"], by=request.user, scope=request.scope)
        undo.offer(request, f"{organization.name}已覆盖{unit.name}", undoing.COVERAGE_ADDED, coverage=coverage.pk)
        return _back(request, organization)


class UncoverPage(ArrangingPage):
    model = Coverage
    form = forms.UncoverForm
    title = "停止覆盖"
    verb = "停止覆盖"
    lead = "原来的一段留在历史里，可以按日期看到"

    def may(self, scope, subject):
        return rules.may_arrange(subject.party_organization, scope)

    def context(self, request, subject) -> dict:
        return super().context(request, subject.party_organization) | {"coverage": subject}

    def save(self, form, request, subject) -> str:
        coverage = actions.uncover(subject, on=form.cleaned_data["on"], by=request.user, scope=request.scope)
        organization, unit = coverage.party_organization, coverage.unit
        words = f"{organization.name}不再覆盖{unit.name}"
        undo.offer(request, words, undoing.COVERAGE_ENDED, coverage=coverage.pk)
        return _back(request, organization)


class FoundPage(ArrangingPage):
    """``?parent=DYW07&unit=DY3008&name=...`` fill in what the page before knew."""

    model = None
    form = forms.FoundForm
    title = "设立党组织"
    verb = "设立"
    lead = "批复之后在这里登记"
    done = "已设立"

    def initial(self, request, subject) -> dict:
        return {
            "parent": _written(request.GET.get("parent"), PARTY),
            "unit": _written(request.GET.get("unit"), UNIT),
            "name": request.GET.get("name", "")[:120],
            "kind": "branch",
            "branch_type": "independent",
        }

    def save(self, form, request, subject) -> str:
        given = form.cleaned_data
        named = {name: given[name] for name in ("name", "code", "kind", "branch_type")}
        organization = actions.found(
            PartyOrganization(**named), parent=given["parent"], on=given["on"], by=request.user, scope=request.scope,
            units=[given["unit"]] if given["unit"] else [],
        )  # fmt: skip
        return organization.get_absolute_url()


class MovePage(ArrangingPage):
    form = forms.MoveForm
    title = "调整隶属"
    verb = "调整"
    lead = "下级一起跟着走；以前的隶属按日期留着"

    def save(self, form, request, subject) -> str:
        before, on = actions.parent_of(subject), form.cleaned_data["on"]
        actions.move(subject, form.cleaned_data["parent"], on=on, by=request.user, scope=request.scope)
        if before is not None:
            words = f"{subject.name}已调到{form.cleaned_data['parent'].name}下面"
            details = {"organization": subject.pk, "parent": before.pk, "on": on.isoformat()}
            undo.offer(request, words, undoing.MOVED, **details)
        return subject.get_absolute_url()


class DissolvePage(ArrangingPage):
    form = forms.DissolveForm
    title = "撤销党组织"
    verb = "撤销"
    lead = "撤销后覆盖和任职一起截止，不能在这里恢复；名称和经过都留着"
    done = "已撤销"

    def save(self, form, request, subject) -> str:
        actions.dissolve(subject, on=form.cleaned_data["on"], by=request.user, scope=request.scope)
        return subject.get_absolute_url()


class TermPage(ArrangingPage):
    form = forms.TermForm
    title = "登记换届"
    verb = "登记"
    lead = "选举开完、上级批复之后在这里登记，新任期从选举那天算起"

    def initial(self, request, subject) -> dict:
        return {"years": _current(subject).years or actions.TERM_YEARS[0]}

    def save(self, form, request, subject) -> str:
        before = _current(subject).pk
        term = actions.renew_term(subject, **form.cleaned_data, by=request.user, scope=request.scope)
        words = f"已登记换届，任期到 {term.until_on}"
        undo.offer(request, words, undoing.TERM_CHANGED, term=term.pk, before=before)
        return _back(request, subject)


def _current(organization) -> Term:
    return Term.objects.filter(organization=organization, is_current=True).first() or Term()


def _written(code: str | None, tree: str) -> str:
    """A code from the address as the text box shows it."""
    if not code:
        return ""
    found = Organization.objects.filter(tree=tree, code=code).first()
    return written(found.code, found.name) if found else ""


def _back(request, subject) -> str:
    """Where the page was opened from, kept in ``?back=``; else the organisation's own page."""
    if back := own_address(request, request.GET.get("back", "")):
        return back
    return subject.get_absolute_url() if subject else "/"
