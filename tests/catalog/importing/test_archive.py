"""A zip of a folder is imported like the folder; one that means harm, or is something else, is not."""

import zipfile
from pathlib import Path

import pytest

from mercery.catalog.importing.archive import is_archive, unpacked
from mercery.core.files.problems import FileRefused


def pack(path: Path, files: dict[str, str]) -> Path:
    """A zip of `files`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_the_only_folder_in_it_is_what_is_imported(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "export.zip",
        {
            "shop/products.csv": "a",
            "shop/pictures/1.jpg": "b",
            "__MACOSX/shop/._products.csv": "c",
            "shop/.DS_Store": "d",
        },
    )
    with unpacked(path) as folder:
        assert sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()) == [
            "pictures/1.jpg", "products.csv",
        ]  # fmt: skip
        assert folder.name == "shop"
    assert not folder.exists()


def test_what_is_no_archive_stays_as_it_is(tmp_path: Path) -> None:
    plain = tmp_path / "products.csv"
    plain.write_text("title,price\nCup,8\n")
    with unpacked(plain) as path:
        assert path == plain
    workbook = pack(tmp_path / "products.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    assert not is_archive(workbook)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"../../evil.csv": "a"}, "outside itself"),
        ({"/etc/evil.csv": "a"}, "outside itself"),
        ({".hidden": "a"}, "no file"),
    ],
)
def test_an_archive_that_means_harm_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    path = pack(tmp_path / "evil.zip", files)
    with pytest.raises(FileRefused, match=said), unpacked(path):
        pass
    assert not (tmp_path.parent / "evil.csv").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mercery.catalog.importing.archive.LARGEST", 1 << 20)
    path = pack(tmp_path / "bomb.zip", {"products.csv": "0" * (2 << 20)})
    assert path.stat().st_size < 1 << 14
    with pytest.raises(FileRefused, match="more than"), unpacked(path):
        pass


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "export.zip", {"products.csv": "title,price\nCup,8\n" * 500})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(FileRefused, match="cannot be unpacked"), unpacked(path):
        pass
