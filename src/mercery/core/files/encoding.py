"""Any file as a UTF-8 text file: gzip, byte order marks, UTF-16, GB18030 and other encodings, mixed ones refused."""

from __future__ import annotations

import codecs
import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from mercery.core.files.charsets import is_chinese, legacy_encoding
from mercery.core.files.problems import refused

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 18
LARGEST: Final = 2 << 30
"""Bytes after unpacking."""
_SAVE: Final = "Save the sheet as CSV (UTF-8) and import that."
_EXPORT: Final = "Export a CSV, JSON, XML or YAML file."
_SAVE_ZH: Final = "请将表格另存为 CSV（UTF-8）后导入。"
_EXPORT_ZH: Final = "请导出为 CSV、JSON、XML 或 YAML 文件。"
_NO_TEXT: Final = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", f"Unpack it, or: {_SAVE[0].lower()}{_SAVE[1:]}", f"这是 Excel 工作簿或 ZIP 压缩包。{_SAVE_ZH[:-1]}，或先解压。"),
    (b"PK\x05\x06", "an empty zip archive", _EXPORT, f"这是空的 ZIP 压缩包。{_EXPORT_ZH}"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", _SAVE, f"这是旧版 Excel 工作簿。{_SAVE_ZH}"),
    (b"%PDF-", "a PDF document", _EXPORT, f"这是 PDF 文件。{_EXPORT_ZH}"),
    (b"\x89PNG", "a picture", _EXPORT, f"这是图片。{_EXPORT_ZH}"),
    (b"\xff\xd8\xff", "a picture", _EXPORT, f"这是图片。{_EXPORT_ZH}"),
    (b"GIF8", "a picture", _EXPORT, f"这是图片。{_EXPORT_ZH}"),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it.", "这是 7z 压缩包，请先解压。"),
    (b"Rar!", "a RAR archive", "Unpack it.", "这是 RAR 压缩包，请先解压。"),
    (b"\x7fELF", "a program", _EXPORT, f"这是程序文件。{_EXPORT_ZH}"),
    (b"SQLite f", "a database", _EXPORT, f"这是数据库文件。{_EXPORT_ZH}"),
)  # fmt: skip
"""What people upload by mistake, by its first bytes."""


@contextmanager
def utf8_copy(path: Path, name: str) -> Iterator[Path]:
    """A path to the same content as plain UTF-8 without a byte order mark; the file itself when it already is that."""
    with path.open("rb") as raw:
        head = raw.read(8)
    if not head:
        raise refused(name, "The file is empty.", "Export it again.", line=1, zh="文件为空，请重新导出。")
    for magic, what, remedy, zh in _NO_TEXT:
        if head.startswith(magic):
            raise refused(name, f"This is {what}, not a text file.", remedy, line=1, zh=zh)
    packed = head[:2] == b"\x1f\x8b"
    with tempfile.TemporaryDirectory(prefix="mercery-import-") as folder:
        plain = Path(folder) / "unpacked" if packed else path
        if packed:
            _unpack(path, plain, name)
        with plain.open("rb") as stream:
            encoding = _encoding(stream, name)
        if encoding == "utf-8":
            yield plain
        else:
            copy = Path(folder) / "utf8"
            _recode(plain, copy, encoding, name)
            yield copy


def _unpack(path: Path, to: Path, name: str) -> None:
    size, line = 0, 1
    try:
        with gzip.open(path, "rb") as source, to.open("wb") as target:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                line += chunk.count(b"\n")
                if size > LARGEST:
                    raise refused(
                        name,
                        "The unpacked file is larger than 2 GB.",
                        "Split it.",
                        line=line,
                        zh="解压后的文件超过 2 GB，请拆分。",
                    )
                target.write(chunk)
    except (EOFError, OSError, zlib.error) as error:
        message = f"The compressed file is damaged or cut off ({error})."
        raise refused(
            name, message, "Upload it again.", line=line, zh="压缩文件已损坏或不完整，请重新上传。"
        ) from error
    if size == 0:
        raise refused(name, "The file is empty.", "Export it again.", line=1, zh="文件为空，请重新导出。")


def _encoding(stream: BinaryIO, name: str) -> str:
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(codecs.BOM_UTF8):
        _check_utf8(stream, name)
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 40 and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    if even and odd:
        raise refused(
            name,
            "This is not a text file.",
            _EXPORT,
            line=1 + head[: head.index(0)].count(b"\n"),
            zh="这不是文本文件。请导出为 CSV、JSON、XML 或 YAML 文件。",
        )
    bad_line, valid_runs, sample = _utf8_report(stream)
    if bad_line is None:
        return "utf-8"
    return _legacy(name, sample, bad_line, valid_runs)


def _check_utf8(stream: BinaryIO, name: str) -> None:
    bad_line, _, _ = _utf8_report(stream)
    if bad_line is not None:
        raise _mixed(name, bad_line)


def _utf8_report(stream: BinaryIO) -> tuple[int | None, int, bytes]:
    """First line that is no UTF-8 (None: all is), lines with non-ASCII characters that are, and the bad lines' bytes."""
    bad_line, valid, sample = None, 0, b""
    for number, line in enumerate(stream, start=1):
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            bad_line = bad_line or number
            if len(sample) < _SAMPLE:
                sample += line
        else:
            valid += 1
    return bad_line, valid, sample


def _legacy(name: str, sample: bytes, bad_line: int, valid_runs: int) -> str:
    """The encoding of a file that is not UTF-8, unless other lines of it are."""
    if valid_runs and not is_chinese(sample):
        raise _mixed(name, bad_line)
    return legacy_encoding(sample)


def _mixed(name: str, line: int) -> Exception:
    return refused(
        name,
        "The file mixes encodings: this line is not UTF-8 while others are.",
        "Save the whole file as UTF-8.",
        line=line,
        zh="文件编码不一致：此行不是 UTF-8，其他行是。请将整个文件存为 UTF-8。",
    )


def _recode(path: Path, to: Path, encoding: str, name: str) -> None:
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as source, to.open("w", encoding="utf-8", newline="") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk.removeprefix("\ufeff"))
                line += chunk.count("\n")
    except (UnicodeError, LookupError) as error:
        message = f"The text from this line on cannot be read as {encoding}."
        raise refused(
            name,
            message,
            "Save the file as UTF-8.",
            line=line,
            zh=f"自此行起无法按 {encoding} 读取，请将文件存为 UTF-8。",
        ) from error
