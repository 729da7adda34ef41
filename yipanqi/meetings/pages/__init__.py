"""组织生活: the ledger, and one record."""
