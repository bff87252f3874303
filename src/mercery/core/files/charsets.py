"""The encoding of text that is not UTF-8, told by which letters its bytes would be. Pure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from charset_normalizer import from_bytes

_RUNS: Final[tuple[tuple[str, Callable[[int], bool]], ...]] = (
    ("cp1251", lambda point: 0x400 <= point <= 0x45F or point in (0x490, 0x491, 0x2116)),
    ("cp1253", lambda point: 0x370 <= point <= 0x3CE),
    ("cp1255", lambda point: 0x5D0 <= point <= 0x5EA),
    ("cp1256", lambda point: 0x600 <= point <= 0x6FF),
)
"""Scripts whose words are written in high bytes alone, each with the test for its letters."""
_CASELESS: Final = ("cp1255", "cp1256")
_LATIN: Final = ["cp1252", "cp1250", "cp1254", "cp1257"]


def legacy_encoding(sample: bytes) -> str:
    """The most likely encoding of `sample`, lines that hold bytes above 127 and are no UTF-8."""
    if _in_runs(sample):
        found = _east_asian(sample) or _other_script(sample)
        if found:
            return found
    best = from_bytes(sample, cp_isolation=_LATIN).best()
    return best.encoding if best and _decoded(sample, best.encoding) else "cp1252"


def _other_script(sample: bytes) -> str:
    """Cyrillic, Greek, Hebrew or Arabic: the one whose letters make words with capitals only where words begin."""
    fitting = []
    for encoding, letter in _RUNS:
        share = _share(_high(sample, encoding), letter)
        if share >= 0.9:
            fitting.append((_odd_capitals(_decoded(sample, encoding)), -share, encoding not in _CASELESS, encoding))
    return min(fitting)[-1] if fitting else ""


def _odd_capitals(text: str) -> float:
    """How many capitals stand after a small letter, of all letters that are not ASCII."""
    pairs = [(before, sign) for before, sign in pairwise(text) if ord(sign) > 127]
    odd = sum(before.islower() and ord(before) > 127 and sign.isupper() for before, sign in pairs)
    return round(odd / len(pairs), 2) if pairs else 0.0


def is_chinese(sample: bytes) -> bool:
    """Whether the bytes surely are Chinese in GB18030, which mixed-in UTF-8 lines can look like."""
    return _in_runs(sample) and _east_asian(sample) == "gb18030"


def _east_asian(sample: bytes) -> str:
    """One of the multi-byte encodings, or nothing. The everyday signs of each lie in rows of their own."""
    korean = _high(sample, "cp949")
    if len(korean) >= 6 and _share(korean, lambda point: 0xAC00 <= point <= 0xD7A3) >= 0.95:
        return "cp949"
    chinese = _high(sample, "gb18030")
    everyday = _share(chinese, _is_everyday_chinese)
    for encoding in ("cp932", "euc_jp"):
        japanese = _high(sample, encoding)
        if len(japanese) >= 4 and _share(japanese, lambda point: 0x3041 <= point <= 0x30FF) >= 0.15 and everyday < 0.8:
            return encoding
    if len(chinese) >= 4 and everyday >= 0.8:
        return "gb18030"
    traditional = _high(sample, "big5")
    if len(traditional) >= 4 and _share(traditional, _is_everyday_traditional) >= 0.9:
        return "big5"
    return "gb18030" if len(chinese) >= 4 and _share(chinese, _is_han) > 0.9 else ""


def _is_han(point: int) -> bool:
    return 0x4E00 <= point <= 0x9FFF or 0x3000 <= point <= 0x303F or 0xFF00 <= point <= 0xFFEF


def _is_everyday_chinese(point: int) -> bool:
    """In the first level of GB 2312 (rows 16 to 55), or punctuation."""
    if not _is_han(point):
        return point in (0xB7, 0xD7, 0xA5, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2103, 0xB0, 0xB1)
    try:
        lead, trail = chr(point).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xA1 <= lead <= 0xA3 or (0xB0 <= lead <= 0xD7 and trail >= 0xA1)


def _is_everyday_traditional(point: int) -> bool:
    try:
        bytes_ = chr(point).encode("big5")
    except UnicodeEncodeError:
        return False
    return len(bytes_) == 2 and 0xA1 <= bytes_[0] <= 0xC6


def _in_runs(sample: bytes) -> bool:
    """Whether high bytes stand together, as in Chinese or Russian, rather than alone between letters, as in French."""
    high = [byte > 0x80 for byte in sample]
    alone = sum(
        high[i] and not (i and high[i - 1]) and not (i + 1 < len(high) and high[i + 1]) for i in range(len(high))
    )
    return alone <= sum(high) * 0.3


def _decoded(sample: bytes, encoding: str) -> str:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _high(sample: bytes, encoding: str) -> list[int]:
    return [ord(sign) for sign in _decoded(sample, encoding) if ord(sign) > 127]


def _share(points: list[int], test: Callable[[int], bool]) -> float:
    return sum(test(point) for point in points) / len(points) if points else 0.0
