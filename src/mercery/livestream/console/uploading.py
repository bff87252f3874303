"""A shop's own hosts and studios: a zip of a folder is looked at whole, and kept only where nothing speaks against it."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from mercery.core.errors import Invalid, wrong_field
from mercery.livestream.avatar.apart import unpacked
from mercery.livestream.avatar.limits import Kind
from mercery.livestream.folders import live_folder
from mercery.livestream.hosts import BUILT_IN, STUDIOS, own_folder, own_studios_folder

MOST_BYTES: Final = 24_000_000
MOST_OWN: Final = 40
_WHAT: Final[dict[Kind, str]] = {"host": "host", "background": "studio"}
_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def keep_own(shop_id: str, content: bytes, key: str) -> tuple[Kind, str]:
    """Keep the host or studio under its key; it takes the place of one of the shop's own of that key. Invalid, with every fault.

    The archive is unpacked and read in a process of its own, with limits: it comes from outside."""
    if not _KEY.fullmatch(key):
        raise _refused(
            "key",
            f"“{key}” is no key.",
            "Use small letters, figures and hyphens: claire, or claire-2.",
            f"标识“{key}”有误，请用小写字母、数字与连字符，例如 claire 或 claire-2。",
        )
    base = live_folder() / shop_id
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base, prefix=".new-") as made:
        archive = Path(made) / "host.zip"
        archive.write_bytes(content)
        with unpacked(archive) as found:
            if found.problems:
                raise Invalid(
                    f"The {_WHAT[found.kind]} cannot be used as it is.",
                    remedy="Mend what is listed.",
                    problems=found.problems,
                    zh="所传文件不能使用，请按所列修改。",
                )
            home, built_in = _places(shop_id, found.kind)
            if (built_in / key).is_dir():
                raise _refused(
                    "key",
                    f"“{key}” is a built-in {_WHAT[found.kind]}.",
                    "Choose another key.",
                    f"“{key}”是内置标识，请换一个。",
                )
            known = {one.name for one in home.iterdir() if one.is_dir()} if home.is_dir() else set()
            if key not in known and len(known) >= MOST_OWN:
                raise _refused(
                    "key",
                    f"The shop has {MOST_OWN} of its own.",
                    "Remove one, or take its place by its key.",
                    f"自有数量已达 {MOST_OWN} 个，请先移除一个，或用同一标识替换。",
                )
            shutil.copytree(found.folder, Path(made) / key)
        home.mkdir(exist_ok=True)
        if (home / key).is_dir():
            (home / key).rename(Path(made) / "before")
        (Path(made) / key).rename(home / key)
    return found.kind, key


def remove_own(shop_id: str, key: str, kind: Kind = "host") -> bool:
    """Remove one of the shop's own; False where there is none."""
    folder = own_place(shop_id, key, kind)
    if not _KEY.fullmatch(key) or not folder.is_dir():
        return False
    shutil.rmtree(folder)
    return True


def own_place(shop_id: str, key: str, kind: Kind) -> Path:
    """Where one of the shop's own lies."""
    return _places(shop_id, kind)[0] / key


def _places(shop_id: str, kind: Kind) -> tuple[Path, Path]:
    """Where the shop's own lie, and the built-in ones."""
    return (own_folder(shop_id), BUILT_IN) if kind == "host" else (own_studios_folder(shop_id), STUDIOS)


def _refused(field: str, message: str, remedy: str, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)
