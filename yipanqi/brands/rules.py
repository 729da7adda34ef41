"""Who may do what with a measure (D20): the accepting side confirms, never who did the work."""

from yipanqi.kit.clock import today
from yipanqi.kit.intervals import holds_on
from yipanqi.organizations.models import Coverage

BRANCH_OFFICES = ("secretary", "deputy_secretary", "organization_officer", "publicity_officer", "discipline_officer",
                  "youth_officer", "mass_officer", "committee_member")  # fmt: skip


def doing_side(measure, scope) -> str | None:
    """The owner or the branch's committee does the work."""
    if measure.owner_id is not None and measure.owner_id == scope.person_id:
        return None
    if any(scope.holds(branch, *BRANCH_OFFICES) for branch in own_branches(measure)):
        return None
    return "责任人或本支部支委能办这一步"


def accepting_side(measure, scope) -> str | None:
    """Somebody of the accepting unit, neither the owner nor anyone of the own section or branch."""
    if measure.accepting_unit_id is None:
        return "还没有接收方，先写明由谁验收"
    if scope.person_id is None:
        return f"由{measure.accepting_unit.name}的人确认"
    if reason := conflict(measure, person_id=scope.person_id, unit_id=scope.unit_id, branch_id=scope.branch_id):
        return reason
    if not belongs_to(measure.accepting_unit, scope):
        return f"由{measure.accepting_unit.name}确认或退回"
    return None


def belongs_to(unit, scope) -> bool:
    """Heads the unit or one above it below the root, or works in it or in a section of it."""
    if any(unit.path.startswith(path) and len(path) > 4 for path in scope.unit_paths):
        return True
    return bool(scope.unit_path) and scope.unit_path.startswith(unit.path)


def conflict(measure, *, person_id, unit_id, branch_id) -> str | None:
    """Why this person cannot be the accepting side, whatever unit they belong to."""
    if person_id in (measure.owner_id, getattr(measure.reported_by, "person_id", None)):
        return "做的人不能自己确认"
    branches = own_branches(measure)
    if branch_id in branches:
        return "本支部的人不能确认自己支部做的事"
    if unit_id is not None and unit_id in own_sections(branches):
        return "这项措施是你们科做的，不能自己确认"
    return None


def own_branches(measure) -> set[int]:
    """Every branch of the brand: who leads it and who builds it together."""
    return {measure.brand.organization_id, *measure.brand.partners.values_list("pk", flat=True)}


def own_sections(branches: set[int]) -> set[int]:
    """Every section covered by any of these branches."""
    covered = Coverage.objects.filter(holds_on(today()), party_organization_id__in=branches)
    return set(covered.values_list("unit_id", flat=True))
