"""Which files of the home folder belong into a backup. What nobody placed here is kept: forgetting costs room, not data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.core.ports import RUN_ADDRESS
from mercery.operations.backing_up.manifest import LeftOut

DERIVED: Final[Mapping[str, str]] = {
    "index": "the search index is built anew from the database",
    "recommendations": "the model of recommendations is worked out anew from the orders",
    "warehouse": "the days as files are written anew from the database",
}
"""Made of the database, so they must go when another one is restored."""
CACHES: Final[Mapping[str, str]] = {
    "vectors": "kept readings of texts, which are worked out anew",
    "models": "models, which come with the package",
    "cache": "a cache",
}
"""True whatever the database holds."""
_OTHERS: Final[Mapping[str, str]] = {
    "postgres": "the database is in the archive as a dump, and its server's own files are not needed",
    "outbox": "mails that were written while no mail server was set; they reach nobody, and hold codes",
    "backups": "backups",
    "tools": "programs that a checkout needs",
    "tests": "databases of tests",
}
SECRET_KEY: Final = "secret.key"  # noqa: S105 - the name of the file
SETTINGS: Final = "mercery.env"
SECRETS: Final = (SECRET_KEY, SETTINGS)
GROWING: Final = ("erasures.jsonl",)
"""Files of lines that are only ever added: marks of people who were erased. A restore adds to those that are there, or whoever
was erased since the backup would be forgotten to be erased again."""
RESTORING: Final = ".restoring-"
BEFORE: Final = "before-restore-"
"""How the folders of a restore begin: what is being put there, and what was there before."""
_OF_A_RUN: Final = ("run.lock", "run.gate", "run.gate.new", RUN_ADDRESS)


@dataclass(frozen=True, slots=True)
class HomeFile:
    """A file to keep."""

    name: str
    """Path below the home folder, with `/`."""
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """What of the home folder is kept, and what is left out."""

    files: tuple[HomeFile, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def size(self) -> int:
        """Bytes of the files."""
        return sum(file.size for file in self.files)


def inventory(home: Path, *, recordings: bool) -> Inventory:
    """Look through the home folder as it is now. Recordings of shows are large, and kept where they are asked for."""
    files: list[HomeFile] = []
    left_out: list[LeftOut] = []
    for top in sorted(home.iterdir()) if home.is_dir() else []:
        why = {**DERIVED, **CACHES, **_OTHERS}.get(top.name)
        if why is not None:
            left_out.append(LeftOut(top.name, why))
        elif is_kept(top.name):
            files += _files(top, top.name, left_out, recordings=recordings)
    return Inventory(tuple(files), tuple(left_out))


def is_kept(name: str) -> bool:
    """Whether something of this name in the home folder is the shop's own data."""
    # The settings under any name, since those of a restore lie beside them: they hold passwords.
    passing = name.startswith((".", BEFORE, SETTINGS)) or name.endswith(".lock") or name in _OF_A_RUN
    return not passing and name != SECRET_KEY and name not in {**DERIVED, **CACHES, **_OTHERS}


def _files(path: Path, name: str, left_out: list[LeftOut], *, recordings: bool) -> Iterator[HomeFile]:
    if not path.is_dir():
        if path.is_file():
            yield HomeFile(name, path, path.stat().st_size)
        return
    # The folder itself may be a link to a larger disk; links further down could lead anywhere.
    for entry in sorted(os.scandir(path), key=lambda one: one.name):
        below = f"{name}/{entry.name}"
        why = _passing(below, recordings=recordings)
        if why:
            left_out.append(LeftOut(below, why))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), below, left_out, recordings=recordings)
        elif entry.is_file(follow_symlinks=False):
            yield HomeFile(below, Path(entry.path), entry.stat(follow_symlinks=False).st_size)
        else:
            left_out.append(LeftOut(below, "a link or a special file"))


def _passing(name: str, *, recordings: bool) -> str:
    """Why something below `live/<shop>/<show>` is left out; empty for everything else."""
    parts = name.split("/")
    if parts[0] != "live" or len(parts) != 4:
        return ""
    if parts[3] == "hls":
        return "pieces of a show that was on air"
    return "a recording (kept with --recordings)" if parts[3] == "record" and not recordings else ""
