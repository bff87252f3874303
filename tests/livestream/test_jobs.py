"""Nothing of a shop's shows is left on disk when the shop is gone."""

from pathlib import Path

from mercery.livestream.folders import record_folder, shop_folder
from mercery.livestream.jobs import forget


async def test_recordings_of_a_removed_shop_go_and_those_of_others_stay(home: Path) -> None:
    for shop in ("shp_gone", "shp_here"):
        record_folder(shop, "lsh_1", "lrc_1").mkdir(parents=True)
    await forget("shp_gone")
    assert not shop_folder("shp_gone").exists()
    assert record_folder("shp_here", "lsh_1", "lrc_1").is_dir()
