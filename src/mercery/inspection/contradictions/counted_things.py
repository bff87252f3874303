"""What a number counts: the words behind it, and in Chinese its measure."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.reading.amounts import Amount
from mercery.inspection.reading.terms import terms


def thing_of(text: str, one: Amount) -> frozenset[str]:
    """The words right behind a number, or within it where its unit is a thing."""
    ahead = re.match(r"[\s-]*((?:[a-z][a-z0-9.'-]*[\s-]?){1,3})", text[one.end :].lower())
    unit = re.search(r"[a-z]+$", text[one.start : one.end].lower())
    words = f"{unit[0] if unit else ''} {ahead[1] if ahead else ''}"
    return terms(words) - _NO_THING


_NO_THING: Final = terms(
    "together total each per size sizes free more left pack packs pieces piece please now today ones pcs"
)


def measure_of(text: str, one: Amount) -> str:
    """The Chinese measure behind a number."""
    match = re.search(r"[\u4e00-\u9fff]", text[one.start : one.end + 1])
    return match[0] if match and match[0] not in "零一二两三四五六七八九十百千万" else ""
