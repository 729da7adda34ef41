"""Who adopts a scheme and orders a run."""

ADOPTERS = "方案由关区党务干部或管理员按决议登记"
ORDERERS = "由关区党务干部或管理员来算"


def may_adopt(scope) -> str | None:
    return None if scope.is_district_officer or scope.is_administrator else ADOPTERS


def may_end(adoption, scope) -> str | None:
    return may_adopt(scope)


def may_order(scope) -> str | None:
    return None if scope.is_district_officer or scope.is_administrator else ORDERERS
