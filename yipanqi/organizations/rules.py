"""Who may arrange the trees: officers of the whole district, and officers of the committee above."""

from yipanqi.organizations.models import PARTY, Organization

ARRANGING_OFFICES = ("secretary", "deputy_secretary", "organization_officer", "party_worker")
WHO = "关区党务干部，或者上级党委、党总支的书记、副书记、组织委员和党务干部可以办"


def may_arrange(organization: Organization, scope) -> str | None:
    """None when this person may change coverage, terms and place of a Party organisation, else who may."""
    return None if scope.may_import or arranges(organization.path, scope) else WHO


def may_arrange_somewhere(scope) -> str | None:
    """None when there is any Party organisation this person may arrange."""
    return None if scope.may_import or arranging_paths(scope) else WHO


def arranges(path: str, scope) -> bool:
    return any(path.startswith(above) for above in arranging_paths(scope))


def arranging_paths(scope) -> list[str]:
    """Paths of the committees and general branches whose own or lower organisations this person arranges."""
    return [
        each.path
        for each in scope.offices
        if each.tree == PARTY and each.kind != "branch" and each.office in ARRANGING_OFFICES
    ]
