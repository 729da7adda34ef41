"""Who may call which address: one row a view name. An address without a row does not exist (404)."""

from yipanqi.kit.policy import PUBLIC, SIGNED_IN, Access

IMPORTERS = Access("管理员和关区党务干部", lambda scope: scope.may_import)

POLICY: dict[str, Access] = {
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
}
