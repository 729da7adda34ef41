"""OLE compound files (the container of .xls): finding one stream by its name."""

import struct

from yipanqi.kit.workbook.reading import refusal

LAST = 0xFFFFFFFA  # sector numbers from here on end a chain or mark something else
ROOT, STREAM = 5, 2


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The content of the first stream with one of these names. Raises FileRefused when the file is broken."""
    try:
        return _Compound(data).stream(names)
    except (struct.error, IndexError, ValueError):
        raise refusal.broken() from None


class _Compound:
    def __init__(self, data: bytes):
        self.data = data
        self.size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self.size not in (512, 4096):
            raise ValueError("sector size")
        self.small = 64
        self.fat = self._table(self._fat_sectors())
        self.directory, self.cutoff, small_start = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
        self.small_fat = self._table(self._chain(small_start, self.fat)) if small_start < LAST else ()

    def stream(self, names: tuple[str, ...]) -> bytes:
        entries = self._read_chain(self.directory)
        found: dict[str, tuple[int, int]] = {}
        root = 0
        for at in range(0, len(entries) - 127, 128):
            entry = entries[at : at + 128]
            name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            if entry[66] == ROOT:
                root = start
            elif entry[66] == STREAM:
                found.setdefault(name, (start, size))
        start, size = next(found[name] for name in names if name in found) if found.keys() & set(names) else (0, -1)
        if size < 0:
            raise refusal.unknown_type()
        if size >= self.cutoff:
            return self._read_chain(start)[:size]
        store = self._read_chain(root)
        chain = self._chain(start, self.small_fat)
        return b"".join(store[each * self.small : (each + 1) * self.small] for each in chain)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        if at >= len(self.data):
            raise ValueError("sector beyond the end")
        return self.data[at : at + self.size]

    def _fat_sectors(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self.data, 76))
        following, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            if following >= LAST:
                break
            *more, following = struct.unpack(f"<{self.size // 4}I", self._sector(following))
            numbers += more
        return [number for number in numbers if number < LAST]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        joined = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    @staticmethod
    def _chain(start: int, table: tuple[int, ...]) -> list[int]:
        """Sectors from ``start`` to the end of its chain; a chain that bites its tail is refused."""
        chain: list[int] = []
        while start < LAST:
            chain.append(start)
            if len(chain) > len(table):
                raise ValueError("endless chain")
            start = table[start]
        return chain

    def _read_chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.fat)))
