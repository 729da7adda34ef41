"""A zip from a stranger, measured before anybody unpacks it.

Sizes in a zip directory are claims. They are read first (an honest bomb is refused at once); then every part is
inflated piece by piece and counted, so that a part which gives more than it claims is found out as well.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from yipanqi.kit.workbook.reading import refusal
from yipanqi.kit.workbook.reading.limits import Limits

PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


class Archive:
    """The parts of a checked zip. Raises FileRefused for bombs and broken files."""

    def __init__(self, data: bytes, limits: Limits):
        self.data = data
        self.limits = limits
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, struct.error, RuntimeError):
            raise refusal.broken() from None
        self.parts = {info.filename: info for info in self.zip.infolist() if not info.is_dir()}
        self._check()

    def names(self) -> list[str]:
        return list(self.parts)

    def find(self, name: str) -> str | None:
        """A part's name as stored; producers differ in case and leading slashes."""
        plain = name.lstrip("/").lower()
        return next((each for each in self.parts if each.lstrip("/").lower() == plain), None)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's content, a piece at a time."""
        yield from self._inflate(self.parts[name])

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def _check(self) -> None:
        infos = self.zip.infolist()
        if len(infos) > self.limits.parts or sum(info.file_size for info in infos) > self.limits.unpacked_bytes:
            raise refusal.bomb()
        if any(info.flag_bits & 1 for info in infos):
            raise refusal.encrypted()
        if len(infos) != len({info.filename for info in infos}):
            raise refusal.broken()
        room = self.limits.unpacked_bytes
        for info in infos:
            for piece in self._inflate(info):
                room -= len(piece)
                if room < 0:
                    raise refusal.bomb()

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate a part from its raw bytes: the size claimed for it ends nothing here, only the data does."""
        raw = self._raw(info)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE))
            return
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise refusal.broken()
        given, inflater = 0, zlib.decompressobj(-15)
        try:
            waiting: bytes | memoryview = raw
            while waiting and not inflater.eof:
                piece = inflater.decompress(waiting, PIECE)
                waiting = inflater.unconsumed_tail
                given += len(piece)
                if given > info.file_size:
                    raise refusal.bomb()
                yield piece
        except zlib.error:
            raise refusal.broken() from None
        if not inflater.eof or given != info.file_size:
            raise refusal.broken()

    def _raw(self, info: zipfile.ZipInfo) -> memoryview:
        header = self.data[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise refusal.broken()
        name_size, extra_size = _LOCAL_HEADER.unpack(header)[-2:]
        start = info.header_offset + _LOCAL_HEADER.size + name_size + extra_size
        if start + info.compress_size > len(self.data):
            raise refusal.broken()
        return memoryview(self.data)[start : start + info.compress_size]
