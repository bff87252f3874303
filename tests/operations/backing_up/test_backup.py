"""A backup is one moment of a shop that goes on; a restore brings that moment back, or changes nothing."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from tests.operations.backing_up.conftest import PICTURES, Kept, ask, quiet

from mercery.core.database import Database
from mercery.core.jobs import enqueue
from mercery.core.migrating import configuration
from mercery.core.schema import current_revision, newest_revision, revisions
from mercery.operations.backing_up import databases, making, restoring
from mercery.operations.backing_up.archive import Archive, open_archive
from mercery.operations.backing_up.home_files import inventory
from mercery.operations.backing_up.loading import NotLoaded
from mercery.operations.backing_up.making import Made, backups_in
from mercery.operations.backing_up.manifest import TableCount
from mercery.operations.backing_up.restoring import (
    NewerBackup,
    Restored,
    StillRunning,
    WouldReplace,
    restore,
    try_restore,
)
from mercery.operations.backing_up.sealing import Damaged, WrongPassphrase
from mercery.operations.backing_up.settling import WITHIN
from mercery.operations.backing_up.snapshot import BackupRunning, held_snapshot
from mercery.operations.backing_up.swapping import Place, forget, stamps, swap_back
from mercery.worker import blueprints

PASSPHRASE = "four words nobody guesses"


async def restored(made: Made, place: Place, *, replace: bool = False, passphrase: str = "") -> Restored:
    """In a thread of its own, since it runs a loop inside."""

    def work() -> Restored:
        with open_archive(made.path, lambda: passphrase) as archive:
            return restore(archive, place, replace=replace, say=quiet)

    return await asyncio.to_thread(work)


def statuses(url: str) -> dict[str, str]:
    return {
        str(task): str(status)
        for task, status in ask(url, "SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
    }


async def test_a_shop_comes_back_on_a_bare_machine(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    ask(kept.url, "UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'recommendations:rebuild'")
    ask(
        kept.url,
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
        " SELECT task_name, 1, id FROM procrastinate_jobs WHERE task_name = 'notifying:look_everywhere'",
    )
    made = kept.back_up(tmp_path)
    place = Place(url=beside(), home=tmp_path / "bare")
    done = await restored(made, place)
    assert ask(place.url, "SELECT id, slug FROM shops") == [(kept.shop_id, "aurelle")]
    assert {name: (place.home / name).read_bytes() for name in PICTURES} == PICTURES
    assert not (place.home / "index").exists() and not (place.home / "secret.key").exists()
    assert "no secret key" in done.key and done.kept_before == ()
    # What waited for outside is held, what was being done is given back, and the index is built anew once.
    found = statuses(place.url)
    assert found["conversations:deliver"] == "failed" and found["recommendations:rebuild"] == "todo"
    assert found["notifying:look_everywhere"] == "cancelled" and found["search:rebuild"] == "todo"
    # Numbers go on where they were: the next job has a number nobody had.
    (last,) = ask(place.url, "SELECT max(id) FROM procrastinate_jobs")[0]
    (number,) = ask(place.url, "SELECT nextval('procrastinate_jobs_id_seq')")[0]
    assert int(str(number)) > int(str(last))


async def test_the_manifest_says_what_is_in_it_and_what_is_not(kept: Kept, tmp_path: Path) -> None:
    made = kept.back_up(tmp_path)
    about = made.manifest
    assert about.revision == newest_revision() and about.shops == ("aurelle",)
    assert about.tables["shops"].rows == 1 and about.tables["procrastinate_jobs"].rows == 4
    assert [part.name for part in about.files] == ["files/documents/shp_a/care.txt", "files/media/shp_a/lune.webp"]
    left = {one.what: one.why for one in about.left_out}
    assert {"index", "secret.key", "table staff_sessions"} <= set(left) and "passphrase" in left["secret.key"]
    assert made.path.name.startswith("mercery-2") and made.path.stat().st_mode & 0o077 == 0


@pytest.mark.slow
async def test_under_a_passphrase_the_key_goes_along(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    (kept.home / "mercery.env").write_text("MERCERY_CHAT_KEY=of-a-model\n")
    made = kept.back_up(tmp_path, passphrase=PASSPHRASE)
    assert b"of-a-model" not in made.path.read_bytes() and made.path.name.endswith(".zip.sealed")
    place = Place(url=beside(), home=tmp_path / "bare")
    with pytest.raises(WrongPassphrase):
        await restored(made, place, passphrase="other words nobody guesses")
    done = await restored(made, place, passphrase=PASSPHRASE)
    assert (place.home / "secret.key").read_text() == "a-key-of-the-installation"
    assert (place.home / "secret.key").stat().st_mode & 0o777 == 0o600
    # Settings of another machine lie beside, for a person to compare.
    assert (place.home / "mercery.env.restored").exists() and not (place.home / "mercery.env").exists()
    assert "restored" in done.key


@pytest.mark.slow
async def test_it_is_one_moment_while_orders_come_in(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    """Two tables are written together all the while; in the backup they agree."""
    ask(kept.url, "CREATE TABLE one (n int); CREATE TABLE two (n int)")
    enough, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        with psycopg.connect(kept.url, autocommit=True) as connection:
            while not enough.is_set():
                with connection.transaction():
                    connection.execute("INSERT INTO one VALUES (1)")
                    connection.execute("INSERT INTO two VALUES (1)")
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = await asyncio.to_thread(kept.back_up, tmp_path)
    finally:
        enough.set()
        writer.join()
    assert made.manifest.tables["one"] == made.manifest.tables["two"]
    assert made.manifest.tables["one"].rows < written
    place = Place(url=beside(), home=tmp_path / "bare")
    await restored(made, place)
    assert ask(place.url, "SELECT count(*) FROM one") == [(made.manifest.tables["one"].rows,)]


async def test_what_is_there_is_not_replaced_without_being_asked(kept: Kept, tmp_path: Path) -> None:
    made = kept.back_up(tmp_path)
    with pytest.raises(WouldReplace, match="aurelle"):
        await restored(made, kept.place)
    with pytest.raises(WouldReplace, match="media"):
        await restored(made, Place(url=kept.url, home=kept.home))


async def test_replaced_it_is_kept_beside_and_can_be_had_back(
    kept: Kept, tmp_path: Path, beside: Callable[[], str]
) -> None:
    (kept.home / "erasures.jsonl").write_text("before\n")
    made = kept.back_up(tmp_path)
    (kept.home / "erasures.jsonl").write_text("before\nsince\n")
    ask(kept.url, "UPDATE shops SET slug = 'later'")
    (kept.home / "media/shp_a/lune.webp").write_bytes(b"later")
    (kept.home / "media/shp_a/new.webp").write_bytes(b"new")
    done = await restored(made, kept.place, replace=True)
    assert len(done.kept_before) == 2
    assert ask(kept.url, "SELECT slug FROM shops") == [("aurelle",)]
    assert (kept.home / "media/shp_a/lune.webp").read_bytes() == PICTURES["media/shp_a/lune.webp"]
    # Whoever was erased since is known to have been, and is erased again.
    assert (kept.home / "erasures.jsonl").read_text() == "before\nsince\n"
    assert not (kept.home / "media/shp_a/new.webp").exists() and not (kept.home / "index").exists()
    assert await asyncio.to_thread(swap_back, kept.place, "20990101000000") == done.stamp
    assert ask(kept.url, "SELECT slug FROM shops") == [("later",)]
    assert (kept.home / "media/shp_a/lune.webp").read_bytes() == b"later"
    assert (kept.home / "secret.key").read_text() == "a-key-of-the-installation"
    assert stamps(kept.place) == ["20990101000000"]
    assert forget(kept.place) == ["20990101000000"] and stamps(kept.place) == []
    assert ask(kept.url, "SELECT slug FROM shops") == [("later",)]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["load", "settle_database", "_extract", "swap_in"])
async def test_a_restore_that_breaks_leaves_everything_as_it_was(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: Callable[[], str], where: str
) -> None:
    made = kept.back_up(tmp_path)
    before = sorted(path.relative_to(kept.home) for path in kept.home.rglob("*"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk went away")

    with monkeypatch.context() as patch:
        patch.setattr(restoring, where, broken)
        with pytest.raises(RuntimeError):
            await restored(made, kept.place, replace=True)
    found = sorted(path.relative_to(kept.home) for path in kept.home.rglob("*") if path.name != "run.lock")
    assert found == before and ask(kept.url, "SELECT slug FROM shops") == [("aurelle",)]
    assert stamps(kept.place) == []
    left = ask(
        databases.named(kept.url, "postgres"),
        "SELECT datname FROM pg_database WHERE datname LIKE %s",
        f"{kept.place.database}\\_%",
    )
    assert left == []


@pytest.mark.slow
async def test_a_swap_that_breaks_at_the_database_moves_the_files_back(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: Callable[[], str]
) -> None:
    made = kept.back_up(tmp_path)
    (kept.home / "media/shp_a/lune.webp").write_bytes(b"later")

    def refused(*_: object) -> None:
        raise psycopg.OperationalError("the server went away")

    monkeypatch.setattr(databases, "renaming", refused)
    with pytest.raises(psycopg.OperationalError):
        await restored(made, kept.place, replace=True)
    assert (kept.home / "media/shp_a/lune.webp").read_bytes() == b"later"
    assert (kept.home / "index" / kept.shop_id).is_dir() and stamps(kept.place) == []


async def test_a_swap_killed_between_files_and_database_can_be_taken_back(kept: Kept, tmp_path: Path) -> None:
    """Files have been moved, the database has not: what `kill -9` leaves at the worst moment."""
    before = kept.home / "before-restore-20261127033000"
    before.mkdir()
    (kept.home / "media").rename(before / "media")
    (kept.home / "media").mkdir()
    (kept.home / "media" / "restored.webp").write_bytes(b"restored")
    assert await asyncio.to_thread(swap_back, kept.place, "20990101000000") == "20261127033000"
    assert (kept.home / "media/shp_a/lune.webp").read_bytes() == PICTURES["media/shp_a/lune.webp"]
    assert ask(kept.url, "SELECT slug FROM shops") == [("aurelle",)]


@pytest.mark.slow
async def test_rows_that_are_not_what_was_counted_are_found(
    kept: Kept, tmp_path: Path, beside: Callable[[], str]
) -> None:
    made = kept.back_up(tmp_path)
    url = beside()

    def work() -> None:
        with open_archive(made.path, str) as archive:
            for wrong in (TableCount(rows=2, digest="1"), TableCount(rows=1, digest="1")):
                tables = {**archive.manifest.tables, "shops": wrong}
                other = Archive(replace(archive.manifest, tables=tables), archive.zip)
                with pytest.raises(NotLoaded, match="shops"):
                    restore(other, Place(url=url, home=tmp_path / "bare"), replace=False, say=quiet)

    await asyncio.to_thread(work)
    assert ask(url, "SELECT to_regclass('shops')") == [(None,)] and list((tmp_path / "bare").glob("media*")) == []


async def test_a_damaged_one_changes_nothing(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    made = kept.back_up(tmp_path)
    whole = bytearray(made.path.read_bytes())
    whole[len(whole) // 2] ^= 1
    made.path.write_bytes(whole)
    url = beside()
    with pytest.raises(Damaged):
        await restored(made, Place(url=url, home=tmp_path / "bare"))
    assert ask(url, "SELECT to_regclass('shops')") == [(None,)]


async def test_one_of_a_newer_mercery_is_refused_with_the_remedy(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: Callable[[], str]
) -> None:
    made = kept.back_up(tmp_path)
    monkeypatch.setattr(restoring, "revisions", lambda: [one for one in revisions() if one < made.manifest.revision])
    with pytest.raises(NewerBackup) as refused:
        await restored(made, Place(url=beside(), home=tmp_path / "bare"))
    assert made.manifest.version in refused.value.remedy


@pytest.mark.slow
async def test_one_of_an_older_mercery_is_brought_up_to_date(
    home: Path, tmp_path: Path, beside: Callable[[], str]
) -> None:
    from alembic import command

    old = beside()
    await asyncio.to_thread(command.upgrade, configuration(old), "0018")
    kept = Kept(old, home, "shp_none")
    made = kept.back_up(tmp_path)
    assert made.manifest.revision == "0018"
    place = Place(url=beside(), home=tmp_path / "bare")
    done = await restored(made, place)
    assert current_revision(place.url) == newest_revision() == done.revision and done.revision_before == "0018"


async def test_it_is_refused_while_somebody_uses_the_database(kept: Kept, tmp_path: Path) -> None:
    made = kept.back_up(tmp_path)
    with psycopg.connect(kept.url), pytest.raises(StillRunning, match="1 sessions"):
        await restored(made, kept.place, replace=True)


@pytest.mark.slow
async def test_a_trial_compares_and_leaves_nothing(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    made = kept.back_up(tmp_path)

    def work() -> int:
        with open_archive(made.path, str) as archive:
            return try_restore(archive, kept.url, quiet)

    assert await asyncio.to_thread(work) == made.manifest.rows
    left = ask(kept.url, "SELECT count(*) FROM pg_database WHERE datname LIKE %s", f"{kept.place.database}\\_%")
    assert left == [(0,)]


async def test_two_at_once_are_one(kept: Kept, tmp_path: Path) -> None:
    with held_snapshot(kept.url), pytest.raises(BackupRunning):
        kept.back_up(tmp_path)
    assert list(tmp_path.glob("*.zip")) == []


async def test_the_oldest_go_once_the_new_one_stands(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (20, 21, 22):
        (folder / f"mercery-202611{day}-033000Z.zip").write_bytes(b"older")
    (folder / "mine.zip").write_bytes(b"not ours")
    made = kept.back_up(folder, keep=2)
    assert [path.name for path in made.removed] == ["mercery-20261120-033000Z.zip", "mercery-20261121-033000Z.zip"]
    assert [path.name for path in backups_in(folder)] == ["mercery-20261122-033000Z.zip", made.path.name]
    assert (folder / "mine.zip").exists()


@pytest.mark.slow
async def test_a_file_removed_meanwhile_is_told(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = inventory

    def removed_after(home: Path, *, recordings: bool) -> object:
        found = seen(home, recordings=recordings)
        (home / "media/shp_a/lune.webp").unlink()
        return found

    monkeypatch.setattr(making, "inventory", removed_after)
    made = kept.back_up(tmp_path)
    assert made.manifest.gone == ("media/shp_a/lune.webp",)


@pytest.mark.slow
async def test_jobs_under_one_name_are_given_back_once(kept: Kept, tmp_path: Path, beside: Callable[[], str]) -> None:
    database = Database(kept.url, pool_size=1)
    async with database.session() as session:
        for _ in range(3):
            await enqueue(session, "warehouse:write_days", {"shop_id": kept.shop_id}, once="warehouse:x")
            await session.execute(
                text("UPDATE procrastinate_jobs SET status = 'doing' WHERE queueing_lock = 'warehouse:x'")
            )
        await enqueue(session, "warehouse:write_days", {"shop_id": kept.shop_id}, once="warehouse:x")
    await database.close()
    made = kept.back_up(tmp_path)
    place = Place(url=beside(), home=tmp_path / "bare")
    await restored(made, place)
    assert ask(
        place.url, "SELECT count(*) FROM procrastinate_jobs WHERE queueing_lock = 'warehouse:x' AND status = 'todo'"
    ) == [(1,)]
    assert ask(place.url, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == [(0,)]


def test_every_job_counted_as_within_exists() -> None:
    """A name that is misspelt would hold a job back that may run."""
    known = {f"{feature}:{name}" for feature, blueprint in blueprints().items() for name in _names(blueprint)}
    assert known >= WITHIN, WITHIN - known


def _names(blueprint: object) -> list[str]:
    return [task.name.rpartition(":")[2] for task in blueprint.tasks.values()]  # type: ignore[attr-defined]


def test_the_manifest_is_read_as_it_was_written() -> None:
    from tests.operations.backing_up.test_archive import manifest

    from mercery.operations.backing_up.manifest import from_json, to_json

    about = replace(manifest([]), tables={"shops": TableCount(rows=1, digest="-4")}, shops=("aurelle",))
    assert from_json(to_json(about)) == about
    newer = {**json.loads(to_json(about)), "format": 2}
    with pytest.raises(Damaged, match="format 2"):
        from_json(json.dumps(newer).encode())
