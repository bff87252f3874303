"""XML of any kind as records."""

import subprocess
import sys
from pathlib import Path

import pytest

from mercery.core.files.problems import FileRefused
from mercery.core.files.xml_records import xml_records


def read(tmp_path: Path, text: str) -> list[tuple[int | None, dict[str, object]]]:
    path = tmp_path / "feed.xml"
    path.write_text(text, encoding="utf-8")
    return [(record.line, record.data) for record in xml_records(path, path.name)]


def test_children_attributes_and_named_parameters_become_fields(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<shop><name>Orme</name>\n<offers><offer id="1"><name lang="en">Cup</name><param name="Colour">Blue</param>\n'
        "<images><image>a.jpg</image><image>b.jpg</image></images></offer>\n"
        '<offer id="2"><name>Bowl</name><PARAM><PARAM_NAME>Size</PARAM_NAME><VAL>M</VAL></PARAM></offer></offers></shop>',
    )
    assert found == [
        (2, {"id": "1", "name": "Cup", "Colour": "Blue", "images": ["a.jpg", "b.jpg"]}),
        (4, {"id": "2", "name": "Bowl", "Size": "M"}),
    ]


def test_records_that_are_only_attributes(tmp_path: Path) -> None:
    found = read(tmp_path, '<products><product sku="A" price="5"/><product sku="B" price="6"/></products>')
    assert [data for _, data in found] == [{"sku": "A", "price": "5"}, {"sku": "B", "price": "6"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', "line 1: The XML declares entities"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', "line 2: The XML declares"),
        ("<a><b><c>1</c></b>\n<b>", "line 2: The XML is malformed"),
        ("<settings><colour>red</colour></settings>", "line 1: The XML holds no list of products"),
    ],
)  # fmt: skip
def test_entities_damage_and_other_documents_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read(tmp_path, text)


def test_a_plain_document_type_is_read_over(tmp_path: Path) -> None:
    text = '<!DOCTYPE shop SYSTEM "shops.dtd">\n<shop><item><a>1</a><b>2</b></item><item><a>3</a><b>4</b></item></shop>'
    assert [data for _, data in read(tmp_path, text)] == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_memory_does_not_grow_with_a_list_deep_inside(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    offer = '<offer id="{0}"><name>Cup {0}</name><price>{0}</price><note>' + "word " * 20 + "</note></offer>"
    body = "".join(offer.format(number) for number in range(1, 40_001))
    path.write_text(f"<catalog><shop><offers>{body}</offers></shop></catalog>", encoding="utf-8")
    script = (
        "import sys\nfrom pathlib import Path\nfrom mercery.core.files.xml_records import xml_records\n"
        "count = sum(1 for _ in xml_records(Path(sys.argv[1]), 'feed.xml'))\n"
        "peak = Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
        "print(count, int(peak) // 1024)"
    )
    told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True).stdout
    count, megabytes = map(int, told.split())
    assert count == 40_000
    assert megabytes < 70, "the whole tree needs more than twice as much"
