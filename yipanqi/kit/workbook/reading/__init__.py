"""From bytes of a stranger to sheets of cells: ``read(data, name)``.

The content decides what a file is; its name is only shown. Whatever is wrong with the whole file is said in one
sentence (``FileRefused``) before a row is looked at.
"""

from pathlib import PurePath

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.delimited import is_text, read_delimited
from yipanqi.kit.workbook.reading.limits import LIMITS, Limits
from yipanqi.kit.workbook.reading.refusal import FileRefused
from yipanqi.kit.workbook.reading.sheets import Broken, Sheet, Workbook

__all__ = ["EXTENSIONS", "LIMITS", "Broken", "FileRefused", "Limits", "Sheet", "Workbook", "read"]

EXTENSIONS = (".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
OTHERS = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str, limits: Limits = LIMITS) -> Workbook:
    """All worksheets of a file. Raises FileRefused."""
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\x00\x1a \t\r\n\xef\xbb\xbf"):
        raise refusal.empty()
    if len(data) > limits.file_bytes:
        raise refusal.too_big(limits.file_bytes // 1024 // 1024)
    if suffix not in EXTENSIONS and not data.startswith((ZIP, OLE)):
        raise refusal.unknown_type()
    sheets = _sheets(data, suffix, PurePath(name).stem, limits)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise refusal.no_data()
    return Workbook(name, sheets)


def _sheets(data: bytes, suffix: str, stem: str, limits: Limits) -> list[Sheet]:
    from yipanqi.kit.workbook.reading import excel  # a text file needs none of it

    if data.startswith(ZIP):
        return excel.read_xlsx(data, limits)
    if data.startswith(OLE):
        if ENCRYPTED_PACKAGE in data:
            raise refusal.encrypted()
        return excel.read_xls(data, limits)
    if data.startswith(OTHERS):
        raise refusal.unknown_type()
    if _is_web_page(data):
        raise refusal.web_page()
    if suffix in WORKBOOKS and not is_text(data):
        raise refusal.broken()
    return read_delimited(data, stem, limits)


def _is_web_page(data: bytes) -> bool:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<style", b"<?xml", b"<div"))
