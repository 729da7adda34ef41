"""Who may do what with a brand and its measures (D20): the accepting side confirms, never who did the work."""

from yipanqi.organizations import paths

BRANCH_OFFICES = ("secretary", "deputy_secretary", "organization_officer", "publicity_officer", "discipline_officer",
                  "youth_officer", "mass_officer", "committee_member")  # fmt: skip
WHO_TENDS = "由本支部支委或上级党组织的党务干部办"


def may_found(organization, scope) -> str | None:
    """A brand is founded by the branch's committee, or by those above it."""
    if scope.is_administrator or _of_committee(organization, scope) or _from_above(organization, scope):
        return None
    return f"由{organization.name}的支委来建"


def may_tend(brand, scope) -> str | None:
    """Writing the six elements, adding and binding measures: the committee of any branch of the brand, or above."""
    if scope.is_administrator:
        return None
    if any(_of_committee(branch, scope) or _from_above(branch, scope) for branch in brand.branches):
        return None
    return WHO_TENDS


def may_change(measure, scope) -> str | None:
    """The owner too may say what the own measure is bound to."""
    if measure.owner_id is not None and measure.owner_id == scope.person_id:
        return None
    return may_tend(measure.brand, scope) and "由责任人、本支部支委或上级党组织的党务干部办"


def may_link(measure, scope) -> str | None:
    if measure.state == "confirmed" and measure.priority_id:
        return "接收方已确认，不再改挂"
    return may_change(measure, scope)


def doing_side(measure, scope) -> str | None:
    """The owner or the branch's committee does the work."""
    if measure.owner_id is not None and measure.owner_id == scope.person_id:
        return None
    if any(_of_committee(branch, scope) for branch in measure.brand.branches):
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
    if measure.was_done_with(scope.person_id):
        return "你在做的这一方任职，或者办这件事时在这一方，不能自己确认"
    return None


def belongs_to(unit, scope) -> bool:
    """Heads the unit or one above it below the root, or works in it or in a section of it."""
    if any(unit.path.startswith(path) and len(path) > paths.WIDTH for path in scope.unit_paths):
        return True
    return unit.path in accepting_paths(scope)


def accepting_paths(scope) -> list[str]:
    """Paths of the units one belongs to by working there: the own unit and what it is part of, the root by itself only.

    The whole district is nobody's accepting unit except for those who work in its head office.
    """
    own = paths.ancestors(scope.unit_path) if scope.unit_path else []
    return [path for path in own if len(path) > paths.WIDTH or path == scope.unit_path]


def conflict(measure, *, person_id, unit_id, branch_id) -> str | None:
    """Why this person cannot be the accepting side, whatever unit they belong to."""
    if person_id in (measure.owner_id, getattr(measure.reported_by, "person_id", None)):
        return "做的人不能自己确认"
    if branch_id in measure.brand.branch_ids:
        return "本支部的人不能确认自己支部做的事"
    if unit_id is not None and unit_id in measure.doing_sections:
        return "这项措施是你们科做的，不能自己确认"
    return None


def _of_committee(branch, scope) -> bool:
    return scope.holds(branch.pk, *BRANCH_OFFICES)


def _from_above(branch, scope) -> bool:
    """Holds an office of a Party organisation above the branch."""
    return any(branch.path.startswith(path) and branch.path != path for path in scope.party_paths)
