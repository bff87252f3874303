"""Restoring: everything is checked before anything is touched, built beside what is there, and swapped in at the end."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Final

import psycopg

from mercery.core.after_restore import Settled
from mercery.core.clock import now
from mercery.core.database_address import psycopg_url
from mercery.core.errors import Conflict, MerceryError
from mercery.core.postgres.locks import is_free
from mercery.core.schema import newest_revision, revisions, upgrade
from mercery.operations.backing_up import databases
from mercery.operations.backing_up.archive import Archive
from mercery.operations.backing_up.databases import There
from mercery.operations.backing_up.home_files import GROWING, RESTORING, SECRET_KEY, SECRETS, SETTINGS, is_kept
from mercery.operations.backing_up.loading import load, require_same
from mercery.operations.backing_up.making import Progress, Say, in_words
from mercery.operations.backing_up.manifest import DUMP, FILES, Manifest, Part, key_name
from mercery.operations.backing_up.manifest import SECRETS as SECRET_PARTS
from mercery.operations.backing_up.programs import Programs, programs_for
from mercery.operations.backing_up.sealing import Damaged
from mercery.operations.backing_up.settling import settle_database
from mercery.operations.backing_up.swapping import Place, swap_in

RESTORED_SETTINGS: Final = "mercery.env.restored"
"""Settings of the machine the backup was made on: for a person to compare, since addresses may be wrong here."""


class NewerBackup(MerceryError):
    """The backup was made by a newer Mercery."""

    code = "backup_newer"
    status = 409


class WouldReplace(Conflict):
    """There is a shop where the backup would go."""

    code = "restore_would_replace"


class StillRunning(Conflict):
    """Mercery runs where the backup would go."""

    code = "restore_while_running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    revision_before: str
    revision: str
    settled: tuple[Settled, ...]
    stamp: str
    kept_before: tuple[str, ...]
    """Where what was there before is kept, in words."""
    key: str
    """What became of the secret key, in words."""


def name_to_type(place: Place, there: There) -> str:
    """What has to be typed to have it replaced: the first shop's short name, else the database's."""
    return there.shops[0] if there.shops else place.database


def check(archive: Archive, say: Say) -> None:
    """Read the whole archive and see whether this Mercery understands it. Damaged or NewerBackup where it does not."""
    manifest = archive.manifest
    if manifest.revision not in revisions():
        raise NewerBackup(
            f"The backup was made by Mercery {manifest.version} with schema {manifest.revision}; this one knows up to "
            f"{newest_revision()}. Nothing was changed.",
            remedy=f"Install Mercery {manifest.version} or newer, then restore.",
            zh=f"备份来自 Mercery {manifest.version}（结构 {manifest.revision}），当前版本最高支持 {newest_revision()}。未作任何改动，请安装 Mercery {manifest.version} 或更新版本后恢复。",
        )
    if archive.part(DUMP) is None:
        raise Damaged(
            "The archive holds no database.", remedy="Take another backup.", zh="备份文件中没有数据库，请换用其他备份。"
        )
    say(f"Checking {in_words(sum(part.bytes for part in manifest.parts))} in {len(manifest.parts)} parts.")
    progress = Progress(say)
    progress.begin("Checked")
    archive.verify(progress.went_by)


def try_restore(archive: Archive, url: str, say: Say) -> int:
    """Put the database into a new one beside, compare it, bring it up to date and drop it. Returns the rows compared."""
    check(archive, say)
    there = databases.look(url)
    _require_may_create(there)
    with _fresh_database(url) as fresh:
        _load(archive, fresh, _programs(archive, there), there, say)
        upgrade(fresh)
    return archive.manifest.rows


def restore(archive: Archive, place: Place, *, replace: bool, say: Say) -> Restored:
    """Restore into `place`. On any error what was there stays as it was.

    WouldReplace where something is there and `replace` was not said; StillRunning where somebody uses it.
    """
    there = databases.look(place.url)
    _refuse(place, there, replace=replace)
    check(archive, say)
    _refuse_no_room(archive, place.home)
    programs = _programs(archive, there)
    stamp = f"{now().astimezone(UTC):%Y%m%d%H%M%S}"
    with _staged(place.home) as staged, _target_database(place, there) as fresh:
        _load(archive, fresh, programs, there, say)
        if upgrade(fresh):
            say(f"Schema brought from {archive.manifest.revision} to {newest_revision()}.")
        settled = settle_database(fresh)
        _analyse(fresh)
        _extract(archive, staged, say)
        _add_what_grew(staged, place.home)
        key = _place_secrets(archive, staged, place.home)
        name = databases.name_of(fresh)
        in_place = name == place.database
        swap_in(place, staged, None if in_place else name, stamp, was_there=there.exists)
    if there.exists and there.empty and not in_place:
        databases.drop(place.url, place.database_before(stamp))
    return Restored(
        manifest=archive.manifest, revision_before=archive.manifest.revision, revision=newest_revision(),
        settled=tuple(settled), stamp=stamp, kept_before=tuple(_kept(place, there, stamp)), key=key,
    )  # fmt: skip


def _refuse(place: Place, there: There, *, replace: bool) -> None:
    holds = (
        sorted(one.name for one in place.home.iterdir() if is_kept(one.name) and one.name not in GROWING)
        if place.home.is_dir()
        else []
    )
    if not replace and (not there.empty or holds):
        found = []
        if not there.empty:
            shops = f" (shops: {', '.join(there.shops)})" if there.shops else ""
            found.append(f"the database {place.database} is not empty{shops}")
        if holds:
            found.append(f"the folder {place.home} holds {', '.join(holds[:5])}")
        raise WouldReplace(
            f"There is something where the backup would go: {' and '.join(found)}. Nothing was changed.",
            remedy="Restore elsewhere with --into, or replace it with --replace; what is there now is then kept beside it.",
            zh=f"恢复位置已有内容（{'、'.join(found)}），未作任何改动。请用 --into 恢复到别处，或用 --replace 替换，现有内容会保留在旁。",
        )
    if place.home.is_dir() and not is_free(place.home / "run.lock"):
        raise StillRunning(
            f"Mercery runs in {place.home}.",
            remedy="Stop it (`make stop`), then restore.",
            zh=f"Mercery 正在 {place.home} 运行，请先停止（make stop）再恢复。",
        )
    if there.others:
        raise StillRunning(
            f"{there.others} sessions are open in the database {place.database}.",
            remedy="Stop every `mercery web` and `mercery worker` that uses it, and close other clients.",
            zh=f"数据库 {place.database} 尚有 {there.others} 个连接。请停止所有使用它的 mercery web、mercery worker 及其他客户端。",
        )
    if not there.may_create and not (there.exists and there.tables == 0):
        _require_may_create(there)


def _require_may_create(there: There) -> None:
    if not there.may_create:
        raise Conflict(
            "The role in MERCERY_DATABASE_URL may not make databases, which a restore needs to build beside what is there.",
            remedy="Give it CREATEDB, or have an empty database made and restore with --into postgresql://…/that-database.",
            zh="MERCERY_DATABASE_URL 中的角色无权创建数据库，恢复需要此权限。请授予 CREATEDB，或另建空数据库并用 --into 恢复。",
        )


def _refuse_no_room(archive: Archive, home: Path) -> None:
    needed = sum(part.bytes for part in archive.manifest.files)
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free
    if free < needed:
        raise Conflict(
            f"{in_words(free)} are free in {home}, and the files need {in_words(needed)}. Nothing was changed.",
            remedy="Free some space there, or restore into a folder on a larger disk.",
            zh=f"{home} 可用空间为 {in_words(free)}，文件需要 {in_words(needed)}，未作任何改动。请腾出空间，或恢复到更大的磁盘。",
        )


@contextmanager
def _staged(home: Path) -> Iterator[Path]:
    """A folder beside the shop's own, gone at the end."""
    for left in home.glob(f"{RESTORING}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = home / f"{RESTORING}{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _fresh_database(url: str) -> Iterator[str]:
    """A new database beside the one at `url`; dropped at the end unless it bears another name by then."""
    name = f"{databases.name_of(url)[:40]}_restore_{uuid.uuid4().hex[:8]}"
    try:
        yield databases.create(url, name)
    finally:
        databases.drop(url, name)


@contextmanager
def _target_database(place: Place, there: There) -> Iterator[str]:
    """The database to fill: a new one beside, or the empty one itself where we may make none."""
    if there.may_create:
        with _fresh_database(place.url) as fresh:
            yield fresh
        return
    try:
        yield place.url
    except BaseException:
        with psycopg.connect(psycopg_url(place.url), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        raise


def _programs(archive: Archive, there: There) -> Programs:
    """As new as the server and as the pg_dump that wrote the dump."""
    return programs_for(max(there.server_major, int(archive.manifest.dumped_by.split(".")[0])))


def _load(archive: Archive, url: str, programs: Programs, there: There, say: Say) -> None:
    part = archive.part(DUMP)
    assert part is not None
    say(f"Restoring the database, {archive.manifest.rows} rows in {len(archive.manifest.tables)} tables.")
    load(archive.chunks(part), url, programs, server_major=there.server_major)
    say("Comparing it, row by row, with what was backed up.")
    require_same(url, archive.manifest.tables)


def _analyse(url: str) -> None:
    """Without statistics the first questions would be answered slowly."""
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        connection.execute("ANALYZE")


def _extract(archive: Archive, staged: Path, say: Say) -> None:
    progress = Progress(say)
    progress.begin("Files")
    for part in archive.manifest.files:
        target = staged / part.name.removeprefix(FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for chunk in archive.chunks(part):
                file.write(chunk)
                progress.went_by(len(chunk))


def _add_what_grew(staged: Path, home: Path) -> None:
    """Lines that were added here since the backup stay."""
    for name in GROWING:
        lines: dict[str, None] = {}
        for file in (staged / name, home / name):
            if file.is_file():
                lines |= dict.fromkeys(file.read_text("utf-8").splitlines())
        if lines:
            (staged / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
            (staged / name).chmod(0o600)


def _place_secrets(archive: Archive, staged: Path, home: Path) -> str:
    """The key goes into place, the settings beside it. Returns what became of the key."""
    for name in SECRETS:
        part = archive.part(SECRET_PARTS + name)
        if part is not None:
            _write_private(staged / (RESTORED_SETTINGS if name == SETTINGS else name), archive, part)
    if (staged / SECRET_KEY).exists():
        return "The secret key was restored with it."
    here, then = key_name(home), archive.manifest.key_name
    if here == then:
        return "The secret key is the one of the backup." if here else ""
    return (
        "The backup holds no secret key, and the one here is another than it was made under: what was sealed with that (keys "
        "of channels, second factors) cannot be opened. Put the old key in place (secret.key in the home folder, or "
        "MERCERY_SECRET_KEY, or MERCERY_SECRET_KEYS_BEFORE beside a new one), or enter those secrets again."
    )


def _write_private(target: Path, archive: Archive, part: Part) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in archive.chunks(part):
            file.write(chunk)


def _kept(place: Place, there: There, stamp: str) -> Iterator[str]:
    if there.exists and databases.exists(place.url, place.database_before(stamp)):
        yield f"database {place.database_before(stamp)}"
    if place.before(stamp).is_dir():
        yield f"folder {place.before(stamp)}"
