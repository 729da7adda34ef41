"""Founding a brand and writing its six elements."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from yipanqi.brands import actions, rules
from yipanqi.brands.forms import BrandForm, FoundForm
from yipanqi.brands.models import Brand
from yipanqi.brands.pages.listing import may_found_somewhere
from yipanqi.kit.pages import FormPage
from yipanqi.organizations import paths
from yipanqi.organizations.models import PartyOrganization


class FoundPage(FormPage):
    form = FoundForm
    title = "创建品牌"
    lead = "先起个名字，六有可以慢慢补；一项措施也先从业务重点开始"
    verb = "创建品牌"
    done = "品牌建好了，下一步加一项措施"

    def _form(self, request, subject, *data):
        branches = branches_of(request.scope)
        if not branches:
            raise PermissionDenied("还没有能建品牌的支部；党组织导入后再来")
        initial = self.initial(request, subject) if not data else {}
        return FoundForm(*data[:1], branches=branches, initial=initial)

    def may(self, scope, subject):
        return None if may_found_somewhere(scope) else "支部品牌由支委来建"

    def initial(self, request, subject) -> dict:
        return {"organization": request.GET.get("organization", "")}

    def context(self, request, subject) -> dict:
        return {"back": reverse("brands:brands")}

    def save(self, form, request, subject) -> str:
        facts = dict(form.cleaned_data)
        brand = actions.found_brand(facts.pop("organization"), by=request.user, scope=request.scope, **facts)
        return brand.get_absolute_url()


class ReviseBrandPage(FormPage):
    model = Brand
    form = BrandForm
    title = "改六有"
    verb = "保存"
    done = "改好了"

    def may(self, scope, subject):
        return rules.may_tend(subject, scope)

    def initial(self, request, subject) -> dict:
        return BrandForm.filled(subject)

    def context(self, request, subject) -> dict:
        return {"back": subject.get_absolute_url()}

    def save(self, form, request, subject) -> str:
        return actions.revise_brand(
            subject, by=request.user, scope=request.scope, **form.cleaned_data
        ).get_absolute_url()


def branches_of(scope) -> QuerySet[PartyOrganization]:
    """Branches for which this person may found a brand, in the order of the tree."""
    branches = PartyOrganization.objects.standing().filter(kind="branch").order_by("path")
    if scope.is_administrator or scope.is_district_officer:
        return branches
    own = [office.organization_id for office in scope.party_offices if office.office in rules.BRANCH_OFFICES]
    found = branches.filter(pk__in=own)
    for path in scope.party_paths:
        found = found | branches.filter(path__gt=path, path__lt=paths.following(path))
    return found
