"""The parts of an .xlsx: which sheet lies where, and how long its shared texts are."""

from collections.abc import Callable
from xml.parsers import expat

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.archive import Archive
from yipanqi.kit.workbook.reading.limits import Limits
from yipanqi.kit.workbook.reading.number_formats import Dress, dress_of
from yipanqi.kit.workbook.reading.sheet_xml import Scan, parse, scan_sheet

WORKBOOK = "xl/workbook.xml"


def scans(archive: Archive, limits: Limits) -> dict[str, Scan]:
    """Sheet name -> what the sheet's XML tells beside values. Also guards against texts repeated without end."""
    if not archive.find(WORKBOOK):
        raise refusal.unknown_type()
    parts = _sheet_parts(archive)
    dresses = _dresses(archive)
    found = {name: scan_sheet(archive.pieces(part), limits, dresses) for name, part in parts.items()}
    longest = _longest_shared_text(archive)
    for name, scan in found.items():
        if scan.shared_texts * longest > limits.text and _shown_text(archive, parts[name]) > limits.text:
            raise refusal.bomb()
    return found


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet name -> part name, as the workbook and its relationships say."""
    relations = _Elements("Relationship")
    sheets = _Elements("sheet")
    parse(archive.pieces(_must(archive, WORKBOOK)), sheets)
    parse(archive.pieces(_must(archive, "xl/_rels/workbook.xml.rels")), relations)
    targets = {each.get("Id"): each.get("Target", "") for each in relations.found}
    parts: dict[str, str] = {}
    for sheet in sheets.found:
        target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
        if target:
            parts[sheet.get("name", "")] = _must(archive, target if target.startswith("/") else f"xl/{target}")
    return parts


def _dresses(archive: Archive) -> dict[str, Dress]:
    """Style number -> what its number format adds."""
    part = archive.find("xl/styles.xml")
    styles = _Styles()
    if part:
        parse(archive.pieces(part), styles)
    dressed = {str(place): dress_of(number, styles.codes.get(number, "")) for place, number in enumerate(styles.cells)}
    return {place: dress for place, dress in dressed.items() if dress}


def _must(archive: Archive, name: str) -> str:
    part = archive.find(name)
    if part is None:
        raise refusal.broken()
    return part


def _longest_shared_text(archive: Archive) -> int:
    lengths = _shared_text_lengths(archive)
    return max(lengths, default=0)


def _shared_text_lengths(archive: Archive) -> list[int]:
    part = archive.find("xl/sharedStrings.xml")
    lengths = _TextLengths()
    if part:
        parse(archive.pieces(part), lengths)
    return lengths.lengths


def _shown_text(archive: Archive, part: str) -> int:
    """Characters all shared texts of a sheet show together, counted exactly."""
    lengths = _shared_text_lengths(archive)
    uses = _SharedUses(lengths)
    parse(archive.pieces(part), uses)
    uses.close()
    return uses.total


class _Elements:
    """Collects the attributes of all elements of one name."""

    parser: expat.XMLParserType

    def __init__(self, name: str):
        self.found: list[dict[str, str]] = []
        self.handlers: dict[str, Callable[[dict[str, str]], None]] = {name: self.found.append}


class _Styles:
    """Number formats of the workbook's own (``codes``), and the format each cell style uses (``cells``)."""

    parser: expat.XMLParserType

    def __init__(self):
        self.codes: dict[int, str] = {}
        self.cells: list[int] = []
        self.is_inside = False
        self.handlers = {
            "numFmt": self._code, "cellStyleXfs": self._elsewhere, "cellXfs": self._here,
            "cellStyles": self._elsewhere, "xf": self._style,
        }  # fmt: skip

    def _code(self, attributes):
        self.codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def _here(self, attributes):
        self.is_inside = True

    def _elsewhere(self, attributes):
        self.is_inside = False

    def _style(self, attributes):
        if self.is_inside:
            self.cells.append(_number(attributes.get("numFmtId")))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


class _TextLengths:
    parser: expat.XMLParserType

    def __init__(self):
        self.lengths: list[int] = []
        self.handlers = {"si": self._item}

    def _item(self, attributes):
        self.lengths.append(0)
        self.parser.CharacterDataHandler = self._text

    def _text(self, text):
        self.lengths[-1] += len(text)


class _SharedUses:
    parser: expat.XMLParserType

    def __init__(self, lengths: list[int]):
        self.lengths, self.total = lengths, 0
        self.digits: list[str] = []
        self.is_shared = False
        self.handlers = {"c": self._cell, "v": self._value}

    def _cell(self, attributes):
        self.close()
        self.is_shared = attributes.get("t") == "s"

    def _value(self, attributes):
        if self.is_shared:
            self.parser.CharacterDataHandler = self.digits.append

    def close(self):
        index = "".join(self.digits).strip()
        if index.isdecimal() and int(index) < len(self.lengths):
            self.total += self.lengths[int(index)]
        self.digits.clear()
        self.parser.CharacterDataHandler = None
