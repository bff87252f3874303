"""What an archive says about itself. It is the last part written, so an archive without one is no archive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mercery.core.config import settings
from mercery.operations.backing_up.sealing import Damaged

FORMAT: Final = 1
NAME: Final = "manifest.json"
DUMP: Final = "database.dump"
FILES: Final = "files/"
SECRETS: Final = "secrets/"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the archive."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableCount:
    """What a table held in the snapshot."""

    rows: int
    digest: str
    """Sum over all rows of the first 64 bits of each row's MD5: the same rows in any order give the same sum. It tells that a
    restore lost or changed nothing; it is no protection against somebody who wants to deceive (sealing is)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the home folder or the database that is not in the archive, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole."""

    made_at: datetime
    """The moment of the snapshot (UTC): what was committed before it is in the archive, what came later is not."""
    version: str
    """Mercery that made it."""
    revision: str
    """Schema of the database, by Alembic's number."""
    server: str
    """PostgreSQL that held it, `18.4`."""
    dumped_by: str
    """pg_dump that wrote it, `18.4`."""
    database_bytes: int
    """Room the database took, indexes included."""
    tables: Mapping[str, TableCount]
    shops: tuple[str, ...]
    """Short names of the shops in it."""
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    gone: tuple[str, ...] = ()
    """Files that were removed while the backup was made: something in the database may still name them."""
    key_name: str = ""
    """Short digest of the installation's secret key, which says nothing about it but whether it is the same."""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(one.rows for one in self.tables.values())

    @property
    def files(self) -> tuple[Part, ...]:
        """The parts that are files of the home folder."""
        return tuple(part for part in self.parts if part.name.startswith(FILES))


def to_json(manifest: Manifest) -> bytes:
    """As it stands in the archive."""
    content = {"kind": "mercery backup", **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """Read what `to_json` wrote. Damaged when it is something else, or of a newer format."""
    try:
        found: dict[str, Any] = json.loads(data)
        if found.pop("kind") != "mercery backup":
            raise KeyError("kind")
        if found["format"] > FORMAT:
            raise Damaged(
                f"The archive has format {found['format']}; this Mercery reads up to {FORMAT}.",
                remedy=f"Restore it with Mercery {found.get('version', '')} or newer.",
                zh=f"备份格式为 {found['format']}，当前版本最高支持 {FORMAT}。请使用 Mercery {found.get('version', '')} 或更新版本恢复。",
            )
        found["made_at"] = datetime.fromisoformat(found["made_at"])
        found["tables"] = {name: TableCount(**one) for name, one in found["tables"].items()}
        found["parts"] = tuple(Part(**one) for one in found["parts"])
        found["left_out"] = tuple(LeftOut(**one) for one in found["left_out"])
        found["shops"], found["gone"] = tuple(found["shops"]), tuple(found["gone"])
        return Manifest(**found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            "The archive's manifest cannot be read.",
            remedy="Take another backup.",
            zh="无法读取备份清单，请换用其他备份。",
        ) from error


def key_name(home: Path) -> str:
    """A short digest of the installation's secret key, by which a restore tells whether it is the same one; empty where there
    is none yet."""
    configured = settings().secret_key
    file = home / "secret.key"
    key = configured.get_secret_value().encode() if configured else file.read_bytes().strip() if file.exists() else b""
    return hashlib.sha256(b"mercery.backup.key\0" + key).hexdigest()[:8] if key else ""
