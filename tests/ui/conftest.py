"""The front-end assets are built once for these tests, as every page names them."""

from pathlib import Path

import pytest

from mercery.ui.assets import assets_stale, build_assets

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def built_assets() -> Path:
    if assets_stale(ROOT):
        build_assets(ROOT, log=lambda line: None)
    return ROOT / "src/mercery/ui/static/dist"
