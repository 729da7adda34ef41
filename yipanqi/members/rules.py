"""Who sees which part of this room, said without a statement."""


def sees_cases_of(organization, scope) -> bool:
    """Admission: officers of the organisation or of one above it."""
    return scope.is_district_officer or _officer_of(organization, scope)


def sees_dues_of(organization, scope) -> bool:
    """Dues: the same, the leaders of the district, and everybody in the own branch."""
    return scope.sees_everybody or organization.pk == scope.branch_id or _officer_of(organization, scope)


def may_have_a_case(person, scope) -> bool:
    """Somebody who is no full member yet, and whose political facts this person may see."""
    return person.status != "full_member" and scope.sees_politics_of(person.branch_path, person.pk)


def _officer_of(organization, scope) -> bool:
    return any(organization.path.startswith(path) for path in scope.party_paths)
