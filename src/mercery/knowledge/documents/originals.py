"""Where the files of documents lie: below the home folder, by what they hold."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Final

from mercery.core.config import settings

_NAME: Final = 160
"""Characters of a name that are kept."""
_ENDING: Final = 10
"""Characters beyond which what follows a dot is no ending."""


def folder(shop_id: str) -> Path:
    """The folder of a shop's documents."""
    return settings().home.resolve() / "documents" / shop_id


def incoming(shop_id: str) -> Path:
    """Where uploads wait until they were read."""
    place = folder(shop_id) / "incoming"
    place.mkdir(parents=True, exist_ok=True)
    return place


def original_path(shop_id: str, sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return folder(shop_id) / sha256


def keep(shop_id: str, path: Path, sha256: str) -> None:
    """Keep a copy of a file that was read, under the name of what it holds."""
    place = original_path(shop_id, sha256)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(".part")
        shutil.copyfile(path, partial)
        partial.replace(place)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def safe_name(name: str) -> str:
    """The name of a file without its folders and without signs that a page or file system may not like."""
    bare = re.sub(r"[^\w.\-+&,'’ ()（）《》【】、，・]", "_", Path(name.replace("\\", "/")).name)
    ending = Path(bare).suffix if len(Path(bare).suffix) <= _ENDING else ""
    # What a file is, is told by its ending: a name too long is cut before it.
    return (bare[: _NAME - len(ending)] + ending if len(bare) > _NAME else bare).strip(". ") or "document"


def forget(shop_id: str) -> None:
    """Remove the files of a shop that is gone."""
    shutil.rmtree(folder(shop_id), ignore_errors=True)
