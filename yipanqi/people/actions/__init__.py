"""The verbs of this room: accounts, appointments, and what people change or take out."""

from yipanqi.people.actions.accounts import (
    change_password,
    give_account,
    lock_account,
    remove_second_step,
    reset_password,
    unlock_account,
)
from yipanqi.people.actions.appointments import appoint, end_appointment
from yipanqi.people.actions.persons import edit_contacts, edit_remark, trace_access, trace_export
from yipanqi.people.actions.selections import keep_list, pick, remove_list

__all__ = [
    "appoint", "change_password", "edit_contacts", "edit_remark", "end_appointment", "give_account", "keep_list",
    "lock_account", "pick", "remove_list", "remove_second_step", "reset_password", "trace_access", "trace_export",
    "unlock_account",
]  # fmt: skip
