"""Secrets that stand in files: `MERCERY_DATABASE_URL_FILE=/run/secrets/database_url` in place of the value itself.

What container systems and service managers mount as files never stands in an environment, where child processes, crash reports
and `docker inspect` would show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from mercery.core.errors import MerceryError

_PREFIX: Final = "MERCERY_"
_LARGEST: Final = 64 << 10


class BadSecretFile(MerceryError):
    """A file that should hold a secret cannot be used."""

    code = "bad_setting"
    status = 500


def secrets_in_files(names: Iterable[str], environment: Mapping[str, str]) -> dict[str, str]:
    """The value of each setting of `names` whose variable with `_FILE` is set; BadSecretFile where a file cannot be read, is
    empty, or the value is given in the environment too."""
    found: dict[str, str] = {}
    for name in names:
        variable = f"{_PREFIX}{name.upper()}"
        place = environment.get(f"{variable}_FILE", "").strip()
        if not place:
            continue
        if environment.get(variable):
            raise BadSecretFile(
                f"{variable} and {variable}_FILE are both set.", remedy="Keep one of them; the file is the safer one."
            )
        found[name] = _read(Path(place), variable)
    return found


def _read(path: Path, variable: str) -> str:
    try:
        with path.open("rb") as file:
            held = file.read(_LARGEST + 1)
        text = held.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BadSecretFile(
            f"{variable}_FILE: {path} cannot be read ({said}).",
            remedy="Give the account that runs Mercery the right to.",
        ) from error
    if not text or len(held) > _LARGEST:
        raise BadSecretFile(f"{variable}_FILE: {path} is empty or too long.", remedy="Write the secret into it.")
    return text
