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

from charset_normalizer import from_bytes

from mercery.core.files.problems import refused

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 18
LARGEST: Final = 2 << 30
"""Bytes after unpacking."""


@contextmanager
def utf8_copy(path: Path, name: str) -> Iterator[Path]:
    """A path to the same content as plain UTF-8 without a byte order mark; the file itself when it already is that."""
    with path.open("rb") as raw:
        head = raw.read(4)
    if not head:
        raise refused(name, "The file is empty.", "Export it again.")
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
    size = 0
    try:
        with gzip.open(path, "rb") as source, to.open("wb") as target:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise refused(name, "The unpacked file is larger than 2 GB.", "Split it.")
                target.write(chunk)
    except (EOFError, OSError, zlib.error) as error:
        raise refused(name, f"The compressed file is damaged or cut off ({error}).", "Upload it again.") from error
    if size == 0:
        raise refused(name, "The file is empty.", "Export it again.")


def _encoding(stream: BinaryIO, name: str) -> str:
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(codecs.BOM_UTF8):
        _check_utf8(stream, name)
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) >= 4 and (head[1::2] == b"\x00\x00" or head[0::2] == b"\x00\x00"):
        return "utf-16-le" if head[1::2] == b"\x00\x00" else "utf-16-be"
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
    """The encoding of a file that is not UTF-8. GB18030 before charset-normalizer: two-byte Chinese is unmistakable."""
    try:
        text = sample.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    signs = [sign for sign in text if ord(sign) > 127]
    chinese = sum(
        "\u4e00" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" for sign in signs
    )
    if signs and chinese / len(signs) > 0.9 and len(signs) >= 4 and _pairs(sample):
        return "gb18030"
    if valid_runs:
        raise _mixed(name, bad_line)
    best = from_bytes(sample).best()
    guess = best.encoding if best else "cp1252"
    western = guess.startswith(("cp125", "latin", "iso8859", "mac", "cp437", "cp850", "cp858", "hp", "cp500", "cp037"))
    return "cp1252" if western and _decodes(sample, "cp1252") else guess


def _pairs(sample: bytes) -> bool:
    """Whether high bytes stand together, as in Chinese, rather than alone between letters, as in Western words."""
    high = [byte > 0x80 for byte in sample]
    alone = sum(
        high[i] and not (i and high[i - 1]) and not (i + 1 < len(high) and high[i + 1]) for i in range(len(high))
    )
    return alone <= sum(high) * 0.3


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mixed(name: str, line: int) -> Exception:
    return refused(
        name,
        "The file mixes encodings: this line is not UTF-8 while others are.",
        "Save the whole file as UTF-8.",
        line=line,
    )


def _recode(path: Path, to: Path, encoding: str, name: str) -> None:
    try:
        with path.open(encoding=encoding, newline="") as source, to.open("w", encoding="utf-8", newline="") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk.removeprefix("\ufeff"))
    except (UnicodeError, LookupError) as error:
        raise refused(name, f"The text cannot be read as {encoding}.", "Save the file as UTF-8.") from error
