"""How money reads: yuan with two places; nothing is not zero."""

from decimal import Decimal


def yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"
