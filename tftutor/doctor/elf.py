"""The dynamic section of a shared library: where the loader looks for others."""

from __future__ import annotations

import struct
from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
_STRTAB, _RPATH, _RUNPATH = 5, 15, 29
_SECTION_MAX = 1 << 20


def search_path(library: Path) -> tuple[str, ...]:
    """The folders of its RUNPATH (else RPATH), `$ORIGIN` filled in. ValueError for no 64-bit library."""
    with library.open("rb") as file:
        header = file.read(64)
        if header[:5] != b"\x7fELF\x02" or len(header) < 64:
            raise ValueError(f"{library} is no 64-bit library")
        (table,) = struct.unpack_from("<Q", header, 32)
        size, count = struct.unpack_from("<HH", header, 54)
        file.seek(table)
        programs = file.read(size * count)
        loads: list[tuple[int, int, int]] = []
        dynamic = (0, 0)
        for at in range(0, len(programs) - 55, max(size, 56)):
            kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", programs, at)
            if kind == _LOAD:
                loads.append((address, offset, length))
            elif kind == _DYNAMIC:
                dynamic = (offset, length)
        file.seek(dynamic[0])
        section = file.read(min(dynamic[1], _SECTION_MAX))
        entries = [struct.unpack_from("<QQ", section, at) for at in range(0, len(section) - 15, 16)]
        values = {int(kind): int(value) for kind, value in entries}
        text = values.get(_RUNPATH, values.get(_RPATH))
        if text is None or _STRTAB not in values:
            return ()
        start = next((o + values[_STRTAB] - a for a, o, n in loads if a <= values[_STRTAB] < a + n), None)
        if start is None:
            return ()
        file.seek(start + text)
        found = file.read(64 * 1024).partition(b"\0")[0].decode("utf-8", "replace")
    origin = str(library.parent)
    filled = (part.replace("${ORIGIN}", origin).replace("$ORIGIN", origin) for part in found.split(":"))
    return tuple(dict.fromkeys(part for part in filled if part))
