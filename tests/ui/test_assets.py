"""The build: complete, the same twice, noticed when stale, and without a trace of the machine."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from mercery.ui import manifest
from mercery.ui.assets import assets_stale, build_assets

ROOT = Path(__file__).parents[2]


def _digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_building_again_changes_nothing(built_assets: Path) -> None:
    before = _digest(built_assets)
    build_assets(ROOT, log=lambda line: None)
    assert _digest(built_assets) == before
    assert not assets_stale(ROOT)


def test_stale_when_an_input_or_the_manifest_differs(tmp_path: Path, built_assets: Path) -> None:
    (tmp_path / "package-lock.json").write_bytes((ROOT / "package-lock.json").read_bytes())
    assert assets_stale(tmp_path)
    found = tmp_path / "src/mercery/ui/static/dist"
    found.mkdir(parents=True)
    (found / "manifest.json").write_text("{half", encoding="utf-8")
    assert assets_stale(tmp_path)


def test_every_named_file_exists_and_carries_its_hash(built_assets: Path) -> None:
    files = json.loads((built_assets / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {"theme.css", "fonts.css", "base.js", "icon.svg"} <= set(files)
    for hashed in files.values():
        content = (built_assets / hashed).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:10] in hashed


def test_fonts_are_all_at_hand(built_assets: Path) -> None:
    sheet = (built_assets / manifest.asset_url("fonts.css").removeprefix("/assets/")).read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]+)\)", sheet)
    assert len(addresses) > 150
    assert all((built_assets / address).is_file() for address in addresses)
    families = {"Newsreader Variable", "Inter Variable", "Noto Serif SC Variable", "Noto Sans SC Variable"}
    assert families == set(re.findall(r"font-family: '([^']+)'", sheet))


def test_notices_name_every_shipped_part(built_assets: Path) -> None:
    notices = (built_assets / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    assert all(name in notices for name in ("htmx.org 4.0.1", "tailwindcss 4", "daisyui 5", "inter 5", "d3-array"))
    assert "No licence file" not in notices


def test_lock_names_no_registry_host() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_unknown_asset_says_what_to_do() -> None:
    with pytest.raises(manifest.AssetsMissing) as raised:
        manifest.asset_url("nothing.js")
    assert "mercery assets" in raised.value.remedy
