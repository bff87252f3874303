"""Which files of the home folder a backup holds."""

from __future__ import annotations

from pathlib import Path

from mercery.operations.backing_up.home_files import inventory


def made(home: Path, *names: str) -> None:
    for name in names:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"1")


def test_what_is_the_shops_own_is_kept_and_what_is_made_of_it_is_not(tmp_path: Path) -> None:
    made(
        tmp_path, "media/a.webp", "documents/s/b.pdf", "imports/s/c.csv", "live/shp_a/hosts/mine/face.svg", "index/s/1/x",
        "warehouse/s/d.parquet", "recommendations/s/m", "vectors/v", "models/m", "cache/f", "postgres/data/x", "outbox/m.eml",
        "backups/mercery-20261127-033000Z.zip", "run.lock", "run.gate", "before-restore-1/media/a", ".restoring-2/media/a",
        "something-new/kept.bin",
    )  # fmt: skip
    found = inventory(tmp_path, recordings=False)
    assert [file.name for file in found.files] == [
        "documents/s/b.pdf", "imports/s/c.csv", "live/shp_a/hosts/mine/face.svg", "media/a.webp", "something-new/kept.bin",
    ]  # fmt: skip
    assert {"index", "warehouse", "postgres", "outbox", "models"} <= {one.what for one in found.left_out}


def test_secrets_are_never_among_the_files_under_whatever_name_settings_lie(tmp_path: Path) -> None:
    made(tmp_path, "secret.key", "mercery.env", "mercery.env.restored", "mercery.env~", "media/a")
    assert [file.name for file in inventory(tmp_path, recordings=True).files] == ["media/a"]


def test_recordings_are_kept_when_they_are_asked_for(tmp_path: Path) -> None:
    made(
        tmp_path,
        "live/shp_a/shw_1/record/rec_1/vod.m3u8",
        "live/shp_a/shw_1/hls/live.m3u8",
        "live/shp_a/shw_1/poster.webp",
    )
    without, with_them = (inventory(tmp_path, recordings=one) for one in (False, True))
    assert [file.name for file in without.files] == ["live/shp_a/shw_1/poster.webp"]
    assert [one.what for one in without.left_out] == ["live/shp_a/shw_1/hls", "live/shp_a/shw_1/record"]
    assert "live/shp_a/shw_1/record/rec_1/vod.m3u8" in {file.name for file in with_them.files}


def test_a_folder_on_another_disk_is_followed_and_a_link_inside_is_not(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "disk"
    home.mkdir()
    made(elsewhere, "pictures/a.webp")
    (home / "media").symlink_to(elsewhere / "pictures")
    (elsewhere / "pictures" / "out").symlink_to("/etc")
    found = inventory(home, recordings=False)
    assert [file.name for file in found.files] == ["media/a.webp"]
    assert [one.what for one in found.left_out] == ["media/out"]


def test_no_home_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert inventory(tmp_path / "none", recordings=False).files == ()
