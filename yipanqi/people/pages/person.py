"""/people/<pk>: one person. One's own page says everything; others see what their office needs."""

from django.db.models import Exists, F, OuterRef

from yipanqi.events.timeline import entries
from yipanqi.kit.clock import add_months, today
from yipanqi.kit.links import page
from yipanqi.kit.pages import DetailPage
from yipanqi.kit.workbook import KINDS
from yipanqi.kit.workbook.tracing import origin
from yipanqi.organizations.models import PARTY
from yipanqi.people import rules
from yipanqi.people.actions import trace_access
from yipanqi.people.models import AccessTrace, Person
from yipanqi.people.pages.cells import SEXES, status_words
from yipanqi.people.queries import Chapter, history, placed
from yipanqi.people.traces import traces_of

HOME = {"branch_id": "branch_id", "branch_name": "branch__name", "branch_path": "branch__path",
        "status": "political_status", "status_words": "status_words"}  # fmt: skip
WORK = {"unit_id": "unit_id", "unit_name": "unit__name", "unit_path": "unit__path", "title": "title", "rank": "rank"}


class PersonPage(DetailPage):
    """The double profile's simple half: where somebody works and belongs, and since when.

    Whoever opens somebody else's political facts leaves a trace that the person sees (D17).
    """

    model = Person
    template = "people/person.html"
    place = "people.person"

    def rows(self, scope):
        """With home, work, account, and whether this reader already left a trace today: one statement."""
        seen = AccessTrace.objects.filter(person=OuterRef("pk"), account=scope.account_id, on=today())
        return (
            placed(super().rows(scope))
            .select_related("account")
            .annotate(
                **{name: F(f"home__{field}") for name, field in HOME.items()},
                **{name: F(f"work__{field}") for name, field in WORK.items()},
                seen_today=Exists(seen),
            )
        )

    def context(self, request, subject) -> dict:
        politics = request.scope.sees_politics_of(subject.branch_path, subject.pk)
        is_own = subject.pk == request.scope.person_id
        if politics and not is_own and not subject.seen_today:
            trace_access(subject, account=request.user)
        life = Life(history(subject.pk), politics)
        crumbs = [] if is_own else [("人员", page("people:people")), (subject.name, None)]
        return {
            "is_own": is_own,
            "politics": politics,
            "status": status_words(subject.status, subject.status_words),
            "sex": SEXES.get(subject.sex, ""),
            "party_age": party_age(subject.confirmed_on) if subject.status == "full_member" else None,
            "life": life,
            "crumbs": crumbs,
            **rights(request.scope, subject, life),
        }

    def overview(self, request, subject) -> dict:
        scope = request.scope
        is_own = subject.pk == scope.person_id
        politics = scope.sees_politics_of(subject.branch_path, subject.pk)
        return {
            "traces": traces_of(subject.pk) if is_own else None,
            "origin": origin(KINDS["people"], (subject.number,)) if politics and scope.may_import else None,
            "timeline": entries(subject) if is_own or politics else None,
        }


def rights(scope, subject, life: "Life") -> dict:
    """Which buttons the page offers."""
    account = getattr(subject, "account", None)
    account_refused = rules.may_manage_account(
        scope,
        branch_path=subject.branch_path,
        offices=life.reach,
        is_administrator=bool(account and account.is_administrator),
    )
    remark_refused = rules.may_edit_remark(scope, branch_path=subject.branch_path, unit_path=subject.unit_path)
    return {
        "account": account,
        "may_account": account_refused is None,
        "may_remark": remark_refused is None,
        "may_appoint": rules.may_appoint_somewhere(scope),
    }


class Life:
    """A person's chapters, sorted for reading. Party chapters are left out where they are not this reader's to see."""

    def __init__(self, chapters: list[Chapter], politics: bool):
        self._all = chapters
        self.posts = [each for each in chapters if each.sort == "post" and (politics or each.tree != PARTY)]
        self.affiliations = [each for each in chapters if each.sort == "affiliation" and politics]
        self.employments = [each for each in chapters if each.sort == "employment"]

    @property
    def present_posts(self) -> list[Chapter]:
        return [each for each in self.posts if each.is_open]

    @property
    def past_posts(self) -> list[Chapter]:
        return [each for each in self.posts if not each.is_open]

    @property
    def past_affiliations(self) -> list[Chapter]:
        return [each for each in self.affiliations if not each.is_open]

    @property
    def past_employments(self) -> list[Chapter]:
        return [each for each in self.employments if not each.is_open]

    @property
    def reach(self) -> list[tuple[str, str]]:
        """Tree and path of every open office, whoever reads: for rules only."""
        return [(each.tree, each.path) for each in self._all if each.sort == "post" and each.is_open]


def party_age(confirmed_on) -> int | None:
    """党龄 in whole years, counted from 转正."""
    if confirmed_on is None:
        return None
    day = today()
    years = day.year - confirmed_on.year
    return years - (add_months(confirmed_on, 12 * years) > day)
