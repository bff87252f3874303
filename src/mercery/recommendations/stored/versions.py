"""Versions of a shop's model: one folder each, swapped by renaming a pointer, readable while they are replaced or changed.

    <home>/recommendations/<shop>/current       the name of the version in use
    <home>/recommendations/<shop>/<version>/    lists, counters, items.npy, orders.npy, applied.u64, about.json

A version is complete and on disk before `current` names it, so a crash while building leaves the old one in use and a folder
that the next build removes. An order that comes later is noted in `applied.u64` first and counted after: a process that is
killed between loses one order until the next night, and none is ever counted twice. Nothing here names a customer.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from types import TracebackType
from typing import Final, Literal

from mercery.core.errors import MerceryError
from mercery.core.ids import new_id
from mercery.recommendations.stored.counted import Counted

FORMAT: Final = "3"
"""Raise when what is counted or stored changes: versions of another format are rebuilt."""
_SECONDS_A_DAY: Final = 86_400.0


class ModelMissing(MerceryError):
    """There is no model of this shop on this machine yet, or none this program can read."""

    code = "recommendations_missing"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a version was made of."""

    source: Literal["orders", "warehouse"]
    built_at: str
    """ISO 8601, UTC."""
    orders: int
    """Orders counted when it was built; 0 where a warehouse did not say."""
    visits: int
    """Days of a visitor on which several pieces were looked at."""
    categories: tuple[str, ...]
    """Ids of categories by their number in the lists."""

    @property
    def at(self) -> datetime:
        """When it was built."""
        return datetime.fromisoformat(self.built_at)


def day_of(moment: datetime) -> float:
    """A moment on the scale of days the model counts in: days since 1970, UTC."""
    return moment.timestamp() / _SECONDS_A_DAY


def moment_of(day: float) -> datetime:
    """The other way round."""
    return datetime.fromtimestamp(day * _SECONDS_A_DAY, UTC)


def shop_folder(home: Path, shop_id: str) -> Path:
    """Where a shop's versions lie."""
    return home / "recommendations" / shop_id


def current_version(home: Path, shop_id: str) -> str | None:
    """The version in use, None when there is none of this format."""
    parent = shop_folder(home, shop_id)
    try:
        name = (parent / "current").read_text().strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if name.startswith(f"v{FORMAT}_") and (parent / name).is_dir() else None


def folder_in_use(home: Path, shop_id: str) -> Path:
    """The folder of the version in use; ModelMissing when there is none."""
    name = current_version(home, shop_id)
    if name is None:
        raise ModelMissing(
            "There are no recommendation lists of this shop yet.",
            remedy="Run `mercery recommendations rebuild`.",
            zh="本店尚无推荐列表，请运行 `mercery recommendations rebuild`。",
        )
    return shop_folder(home, shop_id) / name


def read_about(folder: Path) -> About:
    """What the version was made of; ModelMissing where that cannot be read."""
    with reading(folder):
        told = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        return About(**{**told, "categories": tuple(told["categories"])})


class NewVersion:
    """A version being written into `folder`. Publish it, or it is removed at the end of the block."""

    def __init__(self, home: Path, shop_id: str) -> None:
        self._parent = shop_folder(home, shop_id)
        self._parent.mkdir(parents=True, exist_ok=True)
        self.name = new_id(f"v{FORMAT}")
        self.folder = self._parent / self.name
        self.folder.mkdir()
        self._published = False

    def __enter__(self) -> NewVersion:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._published:
            shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, about: About) -> bool:
        """Put the version to use and remove those before it; False where one begun later is in use already."""
        (self.folder / "about.json").write_text(json.dumps(asdict(about)), encoding="utf-8")
        with locked(self._parent):
            in_use = current_version(self._parent.parent.parent, self._parent.name)
            if in_use is not None and in_use > self.name:
                return False
            _sync(self.folder)
            _point(self._parent, self.name)
            self._published = True
            _remove_others(self._parent, lambda name: name < self.name)
        return True


def adopt(home: Path, shop_id: str, incoming: Path, name: str) -> None:
    """Put a version that another machine made to use, in place of whatever is in use here; `incoming` holds its files and
    goes. A version being written meanwhile stays, and is put to use when it is done."""
    parent = shop_folder(home, shop_id)
    with locked(parent):
        before = current_version(home, shop_id)
        _sync(incoming)
        remove(parent / name)
        incoming.replace(parent / name)
        _point(parent, name)
        _remove_others(parent, lambda old: old == before or old < name)


def remove(folder: Path) -> None:
    """Remove a version, if it is there; who has it open to count hears of it. Only behind the lock of the shop."""
    if folder.exists():
        with suppress(OSError, ValueError):
            Counted(folder).end()
        shutil.rmtree(folder, ignore_errors=True)


def remove_all(home: Path, shop_id: str) -> None:
    """Remove everything kept of a shop that is gone."""
    parent = shop_folder(home, shop_id)
    if parent.exists():
        with locked(parent):
            _remove_others(parent, lambda _: True)
        shutil.rmtree(parent, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _remove_others(parent: Path, which: Callable[[str], bool]) -> None:
    for old in parent.iterdir():
        if old.is_dir() and not old.name.startswith(".") and which(old.name):
            remove(old)


_UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, EOFError, MerceryError)


class reading:  # noqa: N801 - used as a function; a generator would take three times as long, with every order
    """`with reading(folder)`: files that cannot be read are a version that is missing."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _UNREADABLE):
            raise ModelMissing(
                f"The recommendation lists in {self._folder.name} cannot be read: {error}",
                remedy="Run `mercery recommendations rebuild`.",
                zh=f"无法读取 {self._folder.name} 中的推荐列表（{error}），请运行 `mercery recommendations rebuild`。",
            ) from error


@contextmanager
def locked(parent: Path) -> Iterator[None]:
    """One writer per shop, over all processes of this machine."""
    # Neither truncated nor buffered: the lock of a single order must not cost more than the order.
    file = os.open(f"{parent}/write.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        flock(file, LOCK_EX)
        yield
    finally:
        os.close(file)


def _point(parent: Path, name: str) -> None:
    beside = parent / "current.new"
    with beside.open("w") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(parent / "current")
