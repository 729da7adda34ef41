"""Who may call which address: one row a view name. An address without a row does not exist (404).

The rows a page then shows are a matter of ``visible_to(scope)``; this table only opens or shuts the page.
"""

from yipanqi.kit.policy import PUBLIC, SIGNED_IN, Access

IMPORTERS = Access("管理员和关区党务干部", lambda scope: scope.may_import)
OFFICERS = Access("有任职的人", lambda scope: bool(scope.offices) or scope.is_administrator)
PARTY_OFFICERS = Access("有党内任职的人和关领导", lambda scope: bool(scope.party_paths) or scope.sees_everybody)

POLICY: dict[str, Access] = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "preferences": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "today": SIGNED_IN,
    "set_aside": SIGNED_IN,
    "board": SIGNED_IN,
    "organizations:organizations": SIGNED_IN,
    "organizations:units": SIGNED_IN,
    "organizations:organization": SIGNED_IN,
    "organizations:unit": SIGNED_IN,
    "organizations:suggest_party": SIGNED_IN,
    "organizations:suggest_unit": SIGNED_IN,
    "organizations:cover": SIGNED_IN,
    "organizations:uncover": SIGNED_IN,
    "organizations:found": SIGNED_IN,
    "organizations:move": SIGNED_IN,
    "organizations:dissolve": SIGNED_IN,
    "organizations:term": SIGNED_IN,
    "people:people": SIGNED_IN,
    "people:suggest": SIGNED_IN,
    "people:select": SIGNED_IN,
    "people:trees": SIGNED_IN,
    "people:situation": PARTY_OFFICERS,
    "people:reasons": PARTY_OFFICERS,
    "people:situation_rules": SIGNED_IN,
    "people:affiliate": PARTY_OFFICERS,
    "act": SIGNED_IN,
    "undo": SIGNED_IN,
    "save_view": SIGNED_IN,
    "change_view": SIGNED_IN,
}
