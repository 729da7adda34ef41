"""Who may give accounts, appoint, and change what stands about a person. None means yes, a sentence says who can."""

from yipanqi.organizations.models import PARTY, UNIT
from yipanqi.people.models import OFFICES

COMMITTEES = ("direct_organ_committee", "committee", "general_branch")
COMMITTEE_OFFICES = (
    "secretary", "deputy_secretary", "organization_officer", "publicity_officer", "discipline_officer",
    "youth_officer", "mass_officer", "committee_member",
)  # fmt: skip
OFFICES_OF_KIND = {
    **dict.fromkeys(COMMITTEES, (*COMMITTEE_OFFICES, "party_worker")),
    "branch": (*COMMITTEE_OFFICES, "group_leader"),
}
ONE_HOLDER = ("secretary",)
# 预备党员没有表决权、选举权和被选举权; Party work may be given to them.
FOR_FULL_MEMBERS = (*COMMITTEE_OFFICES, "group_leader")
# Who runs a committee's affairs day by day; its other members lead, but hand out neither accounts nor offices.
RUNS_COMMITTEE = ("secretary", "deputy_secretary", "organization_officer", "party_worker")
GROUP_LEADERS_CHOSEN_BY = ("secretary", "deputy_secretary", "organization_officer")


def may_manage_account(scope, *, branch_path: str | None, offices, is_administrator: bool) -> str | None:
    """Give, lock, reset the account of somebody.

    ``branch_path`` is the person's home branch, ``offices`` pairs of (tree, path) of the person's open appointments.
    A committee never gets hold of an account that opens more than its own subtree.
    """
    if scope.is_administrator:
        return None
    if is_administrator:
        return "管理员的账号由管理员管"
    if scope.is_district_officer:
        return None
    own = committee_paths(scope)
    if branch_path is None or not _below(branch_path, own):
        return "这个人的账号由所在的机关党委、关区党务干部或管理员管"
    if any(tree == PARTY and not _below(path, own) for tree, path in offices):
        return "这个人还在上级任职，账号由关区党务干部或管理员管"
    if any(tree == UNIT and len(path) <= 4 for tree, path in offices):
        return "关领导的账号由关区党务干部或管理员管"
    return None


def may_appoint(scope, organization, office: str) -> str | None:
    """Record that somebody takes or leaves an office of a Party organisation."""
    if organization.tree == UNIT:
        return "机构负责人来自机构名册，改好名册再导入一次"
    if office not in OFFICES_OF_KIND.get(organization.kind, ()):
        return f"{organization.kind_label}没有{OFFICES.get(office, office)}这个职务"
    if scope.is_administrator or scope.is_district_officer:
        return None
    if _leads_from_above(scope, organization, office) or _chooses_group_leaders(scope, organization, office):
        return None
    return f"{organization.name}的任职由上级党委、关区党务干部或管理员办"


def may_appoint_somewhere(scope) -> bool:
    """Whether to offer the form at all."""
    if scope.is_administrator or scope.is_district_officer or committee_paths(scope):
        return True
    return any(office.office in GROUP_LEADERS_CHOSEN_BY and office.kind == "branch" for office in scope.party_offices)


def may_edit_contacts(scope, person) -> str | None:
    return None if person.pk == scope.person_id else "手机和企业微信号由本人改"


def may_edit_remark(scope, *, branch_path: str | None, unit_path: str | None) -> str | None:
    """The note on the roster: officers of the person's committee, branch or unit."""
    if scope.is_administrator or any(path and scope.leads(path) for path in (branch_path, unit_path)):
        return None
    return "备注由所在党组织或机构的负责人改"


def committee_paths(scope) -> list[str]:
    """Paths of the committees whose affairs one runs."""
    running = (office for office in scope.party_offices if office.office in RUNS_COMMITTEE)
    return [office.path for office in running if office.kind in COMMITTEES]


def _leads_from_above(scope, organization, office: str) -> bool:
    """A committee appoints below itself, and its own Party workers; not its own members: that is for its superior."""
    return any(
        organization.path.startswith(path) and (organization.path != path or office == "party_worker")
        for path in committee_paths(scope)
    )


def _chooses_group_leaders(scope, organization, office: str) -> bool:
    return office == "group_leader" and scope.holds(organization.pk, *GROUP_LEADERS_CHOSEN_BY)


def _below(path: str, own: list[str]) -> bool:
    return any(path.startswith(each) for each in own)
