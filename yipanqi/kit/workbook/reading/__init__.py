"""From bytes of a stranger to sheets of cells: ``read(data, name)``.

The content decides what a file is; its name is only shown. Whatever is wrong with the whole file is said in one
sentence (``FileRefused``) before a row is looked at.
"""

from pathlib import PurePath

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.delimited import read_delimited
from yipanqi.kit.workbook.reading.limits import LIMITS, Limits
from yipanqi.kit.workbook.reading.refusal import FileRefused
from yipanqi.kit.workbook.reading.sheets import Broken, Sheet, Workbook

__all__ = ["EXTENSIONS", "LIMITS", "Broken", "FileRefused", "Limits", "Sheet", "Workbook", "read"]

EXTENSIONS = (".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".tsv")
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str, limits: Limits = LIMITS) -> Workbook:
    """All worksheets of a file. Raises FileRefused."""
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refusal.empty()
    if len(data) > limits.file_bytes:
        raise refusal.too_big(limits.file_bytes // 1024 // 1024)
    if suffix not in EXTENSIONS:
        raise refusal.unknown_type()
    return Workbook(name, _sheets(data, suffix, PurePath(name).stem, limits))


def _sheets(data: bytes, suffix: str, stem: str, limits: Limits) -> list[Sheet]:
    from yipanqi.kit.workbook.reading import excel  # a text file needs none of it

    if data.startswith(ZIP):
        return excel.read_xlsx(data, limits)
    if data.startswith(OLE):
        if ENCRYPTED_PACKAGE in data:
            raise refusal.encrypted()
        return excel.read_xls(data, limits)
    if suffix in (".xlsx", ".xlsm", ".xls"):
        raise refusal.web_page() if _is_web_page(data) else refusal.broken()
    return read_delimited(data, stem, limits)


def _is_web_page(data: bytes) -> bool:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml"))
