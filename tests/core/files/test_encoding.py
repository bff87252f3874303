"""Any encoding becomes UTF-8, and what is no text is named for what it is."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from mercery.core.files.encoding import utf8_copy
from mercery.core.files.problems import FileRefused

TEXTS = {
    "utf-8": "name;price\nTasse à café;9,50\n",
    "utf-8-sig": "name;price\nTasse à café;9,50\n",
    "utf-16": "name;price\nTasse à café;9,50\n",
    "utf-16-le": "name;price\nTasse;9,50\n",
    "utf-16-be": "name;price\nTasse;9,50\n",
    "utf-32": "name;price\nTasse à café;9,50\n",
    "cp1252": "Référence;Désignation;Prix\nR1;Tasse « été »;9,50 €\nR2;Chemise brodée;19,90 €\n",
    "cp1250": "Kod;Nazwa\nK1;Łańcuszek złoty\nK2;Świeca żółta\nK3;Chusta jedwabna różowa\n",
    "cp1251": "Артикул;Название\nA1;Льняная рубашка\nA2;Кружка синяя\n",
    "cp1253": "Όνομα;Τιμή\nΚούπα;9,50\nΠουκάμισο λινό;19,90\n",
    "gb18030": "商品名称,价格\n羊绒围巾,1280\n真丝方巾,690\n",
    "big5": "商品名稱,價格\n羊毛圍巾,1280\n絲質方巾,690\n",
    "cp932": "商品名,価格\nリネンのシャツ,3980\nマグカップ,1280\n",
    "euc_jp": "商品名,価格\nリネンのシャツ,3980\nマグカップ,1280\n",
    "cp949": "상품명,가격\n린넨 셔츠,39000\n머그컵,12000\n",
}


@pytest.mark.parametrize("encoding", sorted(TEXTS))
def test_text_in_any_usual_encoding_arrives_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(TEXTS[encoding].encode(encoding))
    with utf8_copy(path, path.name) as copy:
        assert copy.read_text(encoding="utf-8").lstrip("\ufeff") == TEXTS[encoding]


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "products.csv.gz"
    path.write_bytes(gzip.compress(TEXTS["cp1251"].encode("cp1251")))
    with utf8_copy(path, path.name) as copy:
        assert copy.read_text(encoding="utf-8") == TEXTS["cp1251"]


def workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: The file is empty"),
        (workbook(), "line 1: This is an Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "line 1: This is an old Excel workbook"),
        (b"%PDF-1.7\n", "line 1: This is a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "line 1: This is a picture"),
        (b"a,b\n1,2\n\x00\x01\x00\x00\x00\x02binary\x00", "This is not a text file"),
        (gzip.compress(b"name,price\nCup,8\n" * 90, mtime=0)[:-12], "damaged or cut off"),
        ("name\nCafé\n".encode() + "Été\n".encode("latin-1"), "line 3: The file mixes encodings"),
    ],
)
def test_what_is_no_text_is_refused_with_a_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal, utf8_copy(path, path.name):
        pass
    (problem,) = refusal.value.problems
    assert said in problem.text() and problem.line and problem.remedy
