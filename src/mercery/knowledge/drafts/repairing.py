"""An answer mended with what its source says, where only one thing can be meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.aligning import lang_of
from mercery.knowledge.drafts.amounts import Amount, amounts, shifted
from mercery.knowledge.drafts.draft import Thread
from mercery.knowledge.drafts.pairing import threads
from mercery.knowledge.drafts.sentences import pieces

_FIGURES: Final = re.compile(r"\d+(?:[.,]\d+)*")
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def repaired(answer: Words, found: Sequence[Thread], sources: Sequence[SourceRef]) -> Words | None:
    """The answer with the amounts and dates of its sources in the place of those that differ. None where one of them has no
    single counterpart, where a condition differs, or where something would still not agree."""
    wrong = [thread for thread in found if not thread.agrees]
    if not wrong or any(thread.kind == "condition" or thread.source is None for thread in wrong):
        return None
    mended = answer
    for lang in LANGS:
        text = answer.en if lang == "en" else answer.zh
        for thread in sorted((one for one in wrong if one.lang == lang), key=lambda one: -one.start):
            instead = _instead(text[thread.start : thread.end], thread, found, sources)
            if instead is None:
                return None
            text = text[: thread.start] + instead + text[thread.end :]
        mended = replace(mended, en=text) if lang == "en" else replace(mended, zh=text)
    return mended if all(thread.agrees for thread in threads(mended, sources)) else None


def _instead(said: str, thread: Thread, found: Sequence[Thread], sources: Sequence[SourceRef]) -> str | None:
    """The source's amount as the answer would write it; None where the source has several that could be meant."""
    if thread.source is None:
        return None
    quote = sources[thread.source].quote
    piece = next((one for one in pieces(quote) if one.start <= thread.source_start < one.end), None)
    stated = quote[thread.source_start : thread.source_end]
    amount = next(iter(amounts(stated)), None)
    own = next(iter(amounts(said)), None)
    if piece is None or amount is None or own is None:
        return None
    taken = {
        (one.source_start, one.source_end)
        for one in found
        if one.agrees and one.lang == thread.lang and one.source == thread.source
    }
    others = [shifted(one, piece.start) for one in amounts(piece.text)]
    free = [one for one in others if own.of_kind(one) and (one.start, one.end) not in taken]
    if not all(amount.same_as(one) for one in free):
        return None
    return _written(said, own, stated, amount, thread.lang)


def _written(said: str, own: Amount, stated: str, amount: Amount, lang: Lang) -> str | None:
    figures = _FIGURES.findall(stated)
    same_unit = own.mention is not None and amount.mention is not None and own.mention.unit == amount.mention.unit
    if same_unit and len(figures) == 1 and len(_FIGURES.findall(said)) == 1:
        return _FIGURES.sub(figures[0], said, count=1)
    if lang_of(said) == lang_of(stated) or not re.search(r"[A-Za-z\u4e00-\u9fff]", stated):
        return stated
    return _date(amount, lang) if amount.kind == "date" else None


def _date(amount: Amount, lang: Lang) -> str | None:
    if amount.day is None or len(amount.day.readings) != 1:
        return None
    ((year, month, day),) = amount.day.readings
    if not day:
        return None
    if lang == "zh":
        return (f"{year}年" if year else "") + f"{month}月{day}日"
    return f"{day} {_MONTHS[month - 1]}" + (f" {year}" if year else "")
