"""A shop's own host: a zip of a folder is looked at whole, and kept only where nothing speaks against it."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from mercery.core.errors import Invalid, Problem
from mercery.livestream.avatar.apart import unpacked
from mercery.livestream.hosts import BUILT_IN, own_folder

MOST_BYTES: Final = 24_000_000
_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def keep_own(shop_id: str, content: bytes, key: str) -> str:
    """Keep the host under its key; it takes the place of one of the shop's own of that key. Invalid, with every fault.

    The archive is unpacked and read in a process of its own, with limits: it comes from outside."""
    if not _KEY.fullmatch(key):
        raise _refused("key", f"“{key}” is no key.", "Use small letters, figures and hyphens: claire, or claire-2.")
    if (BUILT_IN / key).is_dir():
        raise _refused("key", f"“{key}” is a built-in host.", "Choose another key.")
    home = own_folder(shop_id)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".new-") as made:
        archive = Path(made) / "host.zip"
        archive.write_bytes(content)
        with unpacked(archive) as found:
            if found.problems:
                raise Invalid(
                    "The host cannot be used as it is.", remedy="Mend what is listed.", problems=found.problems
                )
            if found.kind != "host":
                raise _refused("file", "This is a studio, not a host.", "Send a zip with avatar.svg and rig.json.")
            shutil.copytree(found.folder, Path(made) / key)
        if (home / key).is_dir():
            shutil.rmtree(home / key)
        (Path(made) / key).rename(home / key)
    return key


def remove_own(shop_id: str, key: str) -> bool:
    """Remove one of the shop's own; False where there is none."""
    folder = own_folder(shop_id) / key
    if not _KEY.fullmatch(key) or not folder.is_dir():
        return False
    shutil.rmtree(folder)
    return True


def _refused(field: str, message: str, remedy: str) -> Invalid:
    return Invalid(message, remedy=remedy, problems=[Problem(field=field, message=message, remedy=remedy)])
