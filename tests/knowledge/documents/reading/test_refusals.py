"""Files that are not read: each refused with its place and a remedy, and none brings the process down."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.knowledge.documents.files import packed, policy_docx, read

from mercery.knowledge.documents.limits import Limits, Refused, retold

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refusal(path: Path, limits: Limits | None = None) -> Refused:
    """Why the file is not read."""
    with pytest.raises(Refused) as refused:
        read(path, limits)
    return refused.value


@pytest.mark.parametrize(
    ("name", "content", "code", "remedy"),
    [
        ("policy.doc", OLE, "old_office", "save it as DOCX"),
        ("rates.xls", OLE, "old_office", "save it as XLSX"),
        ("deck.ppt", OLE, "old_office", "save it as PPTX"),
        ("policy.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "without a password"),
        ("policy.docm", b"PK\x03\x04", "macros", "DOCX"),
        ("rates.xlsm", b"PK\x03\x04", "macros", "XLSX"),
        ("deck.pptm", b"PK\x03\x04", "macros", "PPTX"),
        ("empty.pdf", b"", "empty", "Choose the file again"),
        ("notes.rtf", b"{\\rtf1 x}", "unknown_format", "PDF, DOCX"),
        ("picture.png", b"\x89PNG\r\n", "unknown_format", "PDF, DOCX"),
        ("all.zip", b"PK\x05\x06" + b"\0" * 18, "unknown_format", "PDF, DOCX"),
        ("prices.pdf", b"MZ\x90\x00", "content_differs", "ending that fits"),
        ("policy.pdf", b"plain words", "content_differs", "ending that fits"),
        ("policy.txt", b"%PDF-1.7 x", "content_differs", "ending that fits"),
        ("rates.csv", b"<!doctype html><p>x", "content_differs", "ending that fits"),
        ("policy.docx", b"PK\x03\x04 cut off", "corrupt", "save it anew"),
    ],
)
def test_refused_by_name_or_first_bytes(tmp_path: Path, name: str, content: bytes, code: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(content)
    refused = refusal(tmp_path / name)
    assert refused.refusal == code and remedy in refused.remedy_words.en
    assert refused.words.zh and refused.remedy_words.zh and "{" not in refused.words.en + refused.remedy_words.zh
    assert refused.problems[0].file == name


def test_an_office_file_under_the_name_of_another(tmp_path: Path) -> None:
    policy_docx(tmp_path / "a.docx").rename(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx").words.en == "By its name it is XLSX, by its content it is DOCX."


def test_macros_inside_a_file_that_does_not_say_so(tmp_path: Path) -> None:
    made = packed(tmp_path / "b.docx", {"word/vbaProject.bin": b"x"}, like=policy_docx(tmp_path / "a.docx"))
    refused = refusal(made)
    assert (refused.refusal, refused.place) == ("macros", "word/vbaProject.bin")


def test_a_part_that_unpacks_to_far_more_than_it_is(tmp_path: Path) -> None:
    made = packed(tmp_path / "b.docx", {"word/media/a.xml": b"0" * (64 << 20)}, like=policy_docx(tmp_path / "a.docx"))
    assert made.stat().st_size < 200_000
    refused = refusal(made)
    assert (refused.refusal, refused.place) == ("too_much_packed", "word/media/a.xml")


def test_many_parts_that_unpack_to_more_than_is_read(tmp_path: Path) -> None:
    parts = {f"word/media/{n}.bin": b"ab" * 4000 for n in range(40)}
    made = packed(tmp_path / "b.docx", parts, like=policy_docx(tmp_path / "a.docx"))
    assert refusal(made, Limits(unpacked=200_000)).refusal == "too_much_packed"
    assert refusal(made, Limits(parts=20)).refusal == "too_much_packed"


def test_a_packed_file_inside_is_never_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bomb", b"0" * (8 << 20))
    nested = {"word/embeddings/inner.zip": inner.getvalue()}
    made = packed(tmp_path / "b.docx", nested, like=policy_docx(tmp_path / "a.docx"))
    assert len(read(made)) == len(read(tmp_path / "a.docx"))


def test_a_part_that_lies_about_its_size(tmp_path: Path) -> None:
    made = bytearray(packed(tmp_path / "b.docx", {}, like=policy_docx(tmp_path / "a.docx")).read_bytes())
    with zipfile.ZipFile(tmp_path / "b.docx") as package:
        info = package.getinfo("word/document.xml")
    # The central directory, at the end, is what is believed.
    place = made.rindex(b"word/document.xml") - 46
    assert int.from_bytes(made[place + 24 : place + 28], "little") == info.file_size
    made[place + 24 : place + 28] = (100).to_bytes(4, "little")
    (tmp_path / "c.docx").write_bytes(made)
    assert refusal(tmp_path / "c.docx").refusal == "corrupt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(tmp_path: Path, encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    )
    made = packed(
        tmp_path / "b.docx", {"word/document.xml": bomb.encode(encoding)}, like=policy_docx(tmp_path / "a.docx")
    )
    refused = refusal(made)
    assert (refused.refusal, refused.place) == ("entities", "word/document.xml")


def test_a_file_outside_is_not_read_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><html><body><p>Seen: &x; end</p></body></html>'
    (tmp_path / "a.html").write_text(page)
    assert "the secret" not in " ".join(one.text for one in read(tmp_path / "a.html"))


def test_more_text_or_passages_than_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words and words.\n\n" * 50)
    assert refusal(tmp_path / "a.md", Limits(characters=100)).refusal == "too_much_text"
    assert refusal(tmp_path / "a.md", Limits(passages=10)).refusal == "too_much_text"
    assert refusal(tmp_path / "a.md", Limits(bytes=100)).refusal == "too_large"


def test_a_refusal_told_by_another_process_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(OLE)
    refused = refusal(tmp_path / "a.xls")
    again = retold(refused.told(), file="a.xls")
    assert (again.words, again.remedy_words, again.body()) == (refused.words, refused.remedy_words, refused.body())


def test_a_damaged_stream_is_named(tmp_path: Path) -> None:
    source = policy_docx(tmp_path / "a.docx", extra=[f"Clause {n}, {n * 7919} words." for n in range(400)])
    raw = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as package:
        start = package.getinfo("word/document.xml").header_offset
    raw[start + 2000 : start + 2040] = bytes(range(40))
    (tmp_path / "b.docx").write_bytes(raw)
    refused = refusal(tmp_path / "b.docx")
    assert (refused.refusal, refused.place) == ("corrupt", "word/document.xml")
