"""A shop's own hosts and studios: taken in whole or not at all, listed beside the built-in ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.livestream.avatar.drawn_host import host as drawn
from tests.livestream.avatar.test_backgrounds import studio as drawn_studio

from mercery.core.errors import Invalid
from mercery.livestream.console.uploading import keep_own, remove_own
from mercery.livestream.hosts import host, hosts, own_folder, studio, studios

pytestmark = pytest.mark.usefixtures("home")


def packed(folder: Path) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for one in folder.iterdir():
            made.write(one, one.name)
    return held.getvalue()


def test_a_host_of_the_shop_is_listed_and_another_shop_does_not_see_it(tmp_path: Path) -> None:
    assert keep_own("shop_a", packed(drawn(tmp_path / "ada")), "ada") == ("host", "ada")
    found = host("shop_a", "ada")
    assert found is not None and found.own and found.name.zh == "艾达"
    assert host("shop_b", "ada") is None
    assert [one.key for one in hosts("shop_b")] == [one.key for one in hosts("shop_a") if not one.own]
    assert remove_own("shop_a", "ada") and host("shop_a", "ada") is None


def test_a_studio_of_the_shop_is_listed_after_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "salon").mkdir()
    assert keep_own("shop_a", packed(drawn_studio(tmp_path / "salon")), "own-salon") == ("background", "own-salon")
    found = studio("own-salon", "shop_a")
    assert found is not None and found.own and studios("shop_a")[-1] == found
    assert studio("own-salon") is None
    assert remove_own("shop_a", "own-salon", "background")


def test_nothing_is_kept_while_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as raised:
        keep_own("shop_a", packed(drawn(tmp_path / "ada", without=["head"])), "ada")
    assert "avatar.svg has no group head" in raised.value.problems[0].message
    assert host("shop_a", "ada") is None
    assert not own_folder("shop_a").exists()


@pytest.mark.parametrize("key", ["", "..", "a/b", "Ada", "-ada", "a" * 41])
def test_a_key_that_could_lead_elsewhere_is_refused(key: str) -> None:
    with pytest.raises(Invalid):
        keep_own("shop_a", b"", key)
    assert not remove_own("shop_a", key)
