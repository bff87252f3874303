"""The installation's secret key: what everything is signed and sealed with."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from mercery.core.config import settings
from mercery.core.ids import new_secret


def secret_key() -> bytes:
    """The key from the settings, else the one kept in the home folder (made at first use, readable by us only)."""
    configured = settings().secret_key
    if configured is not None:
        return configured.get_secret_value().encode()
    return _kept_key(settings().home / "secret.key")


def earlier_keys() -> tuple[bytes, ...]:
    """Keys this installation had before, the newest first: what they sealed can still be opened."""
    configured = settings().secret_keys_before
    if configured is None:
        return ()
    return tuple(key.strip().encode() for key in configured.get_secret_value().split(",") if key.strip())


@lru_cache(maxsize=4)
def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(new_secret(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes().strip()
