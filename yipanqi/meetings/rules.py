"""Who may do what with a record of organisational life."""

COMMITTEE = (
    "secretary", "deputy_secretary", "organization_officer", "publicity_officer", "discipline_officer",
    "youth_officer", "mass_officer", "committee_member", "party_worker",
)  # fmt: skip
WHO_LINKS = "由本支部支委、主持人或上级党组织的党务干部来关联"


def may_link(meeting, scope) -> str | None:
    """Say what it spoke of: the own committee, whoever chaired or lectured, officers of a Party organisation above."""
    if scope.is_administrator or scope.holds(meeting.organization_id, *COMMITTEE):
        return None
    if scope.person_id is not None and scope.person_id in (meeting.chair_id, meeting.lecturer_id):
        return None
    return None if _from_above(meeting.organization.path, scope) else WHO_LINKS


def sees_records_of(organization, scope) -> bool:
    """Whether the records of an organisation and all below it are this person's to see, or at least its own."""
    if scope.sees_everybody or organization.pk == scope.branch_id:
        return True
    return any(organization.path.startswith(path) for path in scope.party_paths)


def _from_above(path: str, scope) -> bool:
    return any(path.startswith(above) and path != above for above in scope.party_paths)
