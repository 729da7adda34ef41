"""Who may raise, change and move a priority."""


def may_raise(scope) -> str | None:
    """Heads of units, the district's Party-affairs officers, and administrators who set the instance up."""
    if scope.unit_offices or scope.is_district_officer or scope.is_administrator:
        return None
    return "业务重点由各单位负责人或关区党务干部提出"


def may_raise_for(unit, scope) -> str | None:
    """A head raises for the own unit or one below it."""
    if scope.is_district_officer or scope.is_administrator or any(unit.path.startswith(p) for p in scope.unit_paths):
        return None
    return f"你只能替自己负责的单位提出，{unit.name}的由它的负责人提"


def raising_side(priority, scope) -> str | None:
    """The owner, or the head of the raising unit or of one above it."""
    if priority.owner_id is not None and priority.owner_id == scope.person_id:
        return None
    if any(priority.raised_by.path.startswith(path) for path in scope.unit_paths):
        return None
    return f"由{priority.raised_by.name}的负责人或责任人办"


def may_edit(priority, scope) -> str | None:
    if scope.is_district_officer or scope.is_administrator:
        return None
    return raising_side(priority, scope)
