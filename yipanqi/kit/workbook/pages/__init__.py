"""The import pages: list and upload, one batch through its states, what can still be done with it afterwards."""

from yipanqi.kit.workbook.pages.after import faulty_file, withdraw
from yipanqi.kit.workbook.pages.batch import apply, batch, give_up, mend, recover, set_headers
from yipanqi.kit.workbook.pages.batches import BatchesPage, form, upload

__all__ = [
    "BatchesPage", "apply", "batch", "faulty_file", "form", "give_up", "mend", "recover", "set_headers", "upload",
    "withdraw",
]  # fmt: skip
