"""A zip from a designer, unpacked within limits: only the files a host or a background has, whatever the zip claims of itself."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from mercery.core.errors import Problem
from mercery.livestream.avatar.backgrounds import MOST_BYTES as MOST_PICTURE
from mercery.livestream.avatar.backgrounds import PICTURES, SETTING
from mercery.livestream.avatar.limits import Kind
from mercery.livestream.avatar.reading import DRAWING, MOST_RIG_BYTES, RIG
from mercery.livestream.avatar.svg import MOST_BYTES as MOST_DRAWING
from mercery.livestream.show import SIZES

MOST_ZIP: Final = 16_000_000
MOST_ENTRIES: Final = 200
_MOST_IN_ALL: Final = 30_000_000
_BLOCK: Final = 1 << 16
_WANTED: Final[dict[str, int]] = {
    DRAWING: MOST_DRAWING,
    RIG: MOST_RIG_BYTES,
    SETTING: 50_000,
    **{stem + end: MOST_PICTURE for shape in SIZES for stem in (shape, f"{shape}_counter") for end in PICTURES},
}
"""What may be in it, and how large each may be."""


def kind_of(folder: Path) -> Kind:
    """What a folder holds, by its files."""
    if (folder / DRAWING).exists() or (folder / RIG).exists():
        return "host"
    backs = (SETTING, *(shape + end for shape in SIZES for end in PICTURES))
    return "background" if any((folder / name).exists() for name in backs) else "host"


def unpack(file: Path, into: Path) -> list[Problem]:
    """Unpack what is wanted of a zip; what speaks against it."""

    def fault(message: str, remedy: str) -> list[Problem]:
        return [Problem(message=message, remedy=remedy, file=file.name)]

    if file.stat().st_size > MOST_ZIP:
        return fault(f"The zip has more than {MOST_ZIP // 1_000_000} MB.", "Leave out what is not needed.")
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_ENTRIES:
                return fault(
                    f"The zip has {len(entries)} entries; {MOST_ENTRIES} are the most.", "Leave out what is not needed."
                )
            return _taken(packed, entries, into, fault)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        return fault(
            f"The file is no zip that can be read ({type(error).__name__}).",
            "Pack the folder again, without a password.",
        )


def _taken(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], into: Path, fault: object) -> list[Problem]:
    assert callable(fault)
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if stat.S_ISLNK(entry.external_attr >> 16) or path.is_absolute() or ".." in path.parts:
            problems: list[Problem] = fault(
                f"The zip holds {entry.filename[:60]}, which leads elsewhere.", "Pack plain files only."
            )
            return problems
        if path.name in _WANTED and "__MACOSX" not in path.parts and len(path.parts) <= 3:
            known = found.get(path.name)
            if known is None or len(path.parts) < len(PurePosixPath(known.filename).parts):
                found[path.name] = entry
    total = 0
    into.mkdir(parents=True, exist_ok=True)
    for name, entry in found.items():
        with packed.open(entry) as source, (into / name).open("wb") as out:
            written = 0
            while block := source.read(_BLOCK):
                written += len(block)
                total += len(block)
                if written > _WANTED[name] or total > _MOST_IN_ALL:
                    too_large: list[Problem] = fault(
                        f"{name} unpacks to more than {_WANTED[name] // 1000} kB.", "Simplify it, or save it smaller."
                    )
                    return too_large
                out.write(block)
    return []
