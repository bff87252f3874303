"""Tables as questions: question columns, one answer for each row, and rows that belong together under what they repeat. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.drafts.heading_questions import asked_of, cleaned, is_question, small_letters, vague
from mercery.knowledge.drafts.row_words import STEP, row_cells, row_line, stands
from mercery.knowledge.drafts.suggestion import LONGEST, Suggestion
from mercery.knowledge.drafts.topics import category_of, topic_of
from mercery.knowledge.places import places_in

_MOST_ROWS: Final = 300
"""Rows of one table beyond which it is a list of goods or prices, not knowledge."""
_QUESTIONS: Final = re.compile(
    r"^(?:questions?|q|faq|customer asks|asked|问题?|提问|客户问题|常见问题)$", re.IGNORECASE
)
_ANSWERS: Final = re.compile(
    r"^(?:answers?|a|replies|reply|response|our answer|答案?|回答|回复|答复|解答)$", re.IGNORECASE
)
_COST: Final = re.compile(
    r"\b(?:costs?|price|fees?|charges?|rates?|surcharge|postage)\b|费用|价格|运费|收费|金额|费$", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"\b(?:times?|days|duration|delivery time|lead time|transit|takes)\b|时间|时效|天数|时长", re.IGNORECASE
)


def rows_suggested(body: Sequence[Passage], above: Sequence[str]) -> Iterator[Suggestion]:
    """What the tables of a section suggest. `above`: the headings it stands under, its own last."""
    rows = [one for one in body if one.kind == "row" and one.cells]
    for _, group in groupby(rows, key=lambda one: (one.anchor.sheet, tuple(head for head, _ in one.cells))):
        table = list(group)
        headings = tuple(dict.fromkeys([*above, *([table[0].anchor.sheet] if table[0].anchor.sheet else [])]))
        if len(table) <= _MOST_ROWS:
            yield from _table(table, headings)


def _table(table: Sequence[Passage], above: tuple[str, ...]) -> Iterator[Suggestion]:
    if columns := _question_columns(table):
        yield from _asked_rows(table, *columns, above)
    elif key := _key(table):
        yield from _grouped(table, key, above)
    else:
        for row in table:
            if (suggestion := _row(row, above)) is not None:
                yield suggestion


def _question_columns(table: Sequence[Passage]) -> tuple[int, int] | None:
    heads = [head.strip() for head, _ in table[0].cells]
    asked = next((at for at, head in enumerate(heads) if _QUESTIONS.match(head)), None)
    told = next((at for at, head in enumerate(heads) if _ANSWERS.match(head)), None)
    if asked is not None and told is not None:
        return asked, told
    for at in range(min(2, len(heads) - 1)):
        if sum(is_question(row.cells[at][1]) for row in table if len(row.cells) > at + 1) >= 0.6 * len(table):
            return at, at + 1
    return None


def _asked_rows(table: Sequence[Passage], asked: int, told: int, above: tuple[str, ...]) -> Iterator[Suggestion]:
    for row in table:
        if len(row.cells) <= max(asked, told):
            continue
        question, answer = row.cells[asked][1].strip(), row.cells[told][1].strip()
        if len(question) > 3 and answer and not _same_as_head(row, asked):
            yield Suggestion(
                asked=(question,),
                answer=answer,
                passages=(row,),
                lang=row.lang,
                category=category_of((*above, question)),
                under=above,
            )


def _same_as_head(row: Passage, at: int) -> bool:
    return bool(_QUESTIONS.match(row.cells[at][1].strip()))


def _key(table: Sequence[Passage]) -> tuple[int, ...]:
    """The columns at the front that repeat what the rows beneath them belong to; empty when each row is of its own."""
    best: tuple[int, ...] = ()
    width = min(len(row.cells) for row in table)
    filled = _filled(table)
    for size in range(1, width):
        groups = [len(list(group)) for _, group in groupby(filled, key=lambda cells: cells[:size])]
        if len(table) / len(groups) < 1.8 or (len(groups) == 1 and size > 1):
            break
        best = tuple(range(size))
    names = {cells[: len(best)] for cells in filled}
    return best if best and all(name[-1] for name in names) else ()


def _filled(table: Sequence[Passage]) -> list[tuple[str, ...]]:
    """The cells with what merged ones above say."""
    found: list[tuple[str, ...]] = []
    for row in table:
        cells = [text.strip() for _, text in row.cells]
        if found:
            for at in range(len(cells)):
                if cells[at] or at >= len(found[-1]):
                    break
                cells[at] = found[-1][at]
        found.append(tuple(cells))
    return found


def _grouped(table: Sequence[Passage], key: tuple[int, ...], above: tuple[str, ...]) -> Iterator[Suggestion]:
    size = len(key)
    numbered = list(zip(_filled(table), table, strict=True))
    for names, group in groupby(numbered, key=lambda pair: pair[0][:size]):
        rows = list(group)
        name, parents = names[-1], (*above, *names[:-1])
        lang = rows[0][1].lang
        repeated = _repeated([cells[size:] for cells, _ in rows])
        heads = [head for head, _ in rows[0][1].cells][size:]
        lines = [rows[0][0][size + at] for at in sorted(repeated)]
        lines += [line for cells, _ in rows if (line := _line(cells[size:], heads, repeated))]
        asked = asked_of(name, parents, lang, steps=True)
        if asked and lines:
            yield Suggestion(
                asked=tuple(asked),
                answer=_fitting(lines),
                passages=tuple(row for _, row in rows),
                lang=lang,
                category=category_of((*parents, name)),
                under=parents,
            )


def _repeated(rows: Sequence[tuple[str, ...]]) -> set[int]:
    """Columns that say the same in each row of a group, in words: what goes for all its steps."""
    if len(rows) < 2:
        return set()
    return {
        at
        for at in range(len(rows[0]))
        if len(rows[0][at]) > 20 and len({row[at] for row in rows if len(row) > at}) == 1
    }


def _line(cells: Sequence[str], heads: Sequence[str], repeated: set[int]) -> str:
    kept = [
        (head, text) for at, (head, text) in enumerate(zip(heads, cells, strict=False)) if text and at not in repeated
    ]
    number = next((text for head, text in kept if STEP.match(head.strip()) and len(text) <= 4), "")
    words = [text for head, text in kept if not (STEP.match(head.strip()) and len(text) <= 4)]
    if not words:
        return ""
    start = words[0]
    joined = (
        f"{start}: {' '.join(words[1:])}"
        if len(words) > 1 and len(start) <= 40 and not start.endswith((".", ":", "。"))
        else " ".join(words)
    )
    return f"{number.rstrip('.')}. {joined}" if number else f"• {joined}"


def _fitting(lines: Sequence[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in kept) + len(line) > LONGEST:
            break
        kept.append(line)
    return "\n".join(kept)


def _row(row: Passage, above: tuple[str, ...]) -> Suggestion | None:
    """One answer for a row: what its other columns say of the first."""
    cells = row_cells(row)
    if len(cells) < 2 or len(cells[0][1]) > 80 or re.fullmatch(r"[\d.,\s€$£¥%]+", cells[0][1]):
        return None
    (first, name), values = cells[0], cells[1:]
    if all(text == head for head, text in cells):
        return None
    if len(values) == 1 and not values[0][0]:
        asked = asked_of(name, above, row.lang, steps=False)
    else:
        asked = (_asked_zh if row.lang == "zh" else _asked_en)(name, values, above, first)
    asked = [one for one in asked if stands(one, row)]
    if not asked:
        return None
    return Suggestion(
        asked=tuple(asked),
        answer=row_line(row),
        passages=(row,),
        lang=row.lang,
        category=category_of((*above, name)),
        under=above,
    )


def _subject(above: Sequence[str]) -> str:
    """What the table is about, by the nearest heading that says so."""
    return next((cleaned(one) for one in reversed(above) if not vague(one)), "")


_PLACES: Final = re.compile(
    r"^(?:destinations?|countr(?:y|ies)|regions?|zones?|areas?|places?|to|where|地区|国家|目的地|区域|省份|城市|收货地|寄往.*)$",
    re.IGNORECASE,
)
_WITH_THE: Final = re.compile(
    r"^(?:united |netherlands|philippines|czech republic|eu\b|european union|rest of|uk\b|us\b|usa\b|uae\b|channel islands|canary islands|mainland)",
    re.IGNORECASE,
)


def _delivered(name: str, first: str, above: Sequence[str]) -> tuple[bool, bool]:
    """Whether a table is about delivery, and whether its rows are places it goes to."""
    topic = next((found for one in reversed(above) if (found := topic_of(cleaned(one))) is not None), None)
    delivery = (topic is not None and topic.noun == "delivery") or category_of(tuple(above)) == "delivery"
    return delivery, delivery and bool(_PLACES.match(first) or places_in(name))


def _asked_en(name: str, values: Sequence[tuple[str, str]], above: Sequence[str], first: str) -> list[str]:
    about, small = _subject(above), small_letters(name)
    delivery, to_place = _delivered(name, first, above)
    place = f"the {name}" if _WITH_THE.match(name) else name
    of = f"delivery to {place}" if to_place else small
    asked = []
    for head, text in values:
        money = any(one.kind == "money" for one in amounts(text)) or bool(re.search(r"\bfree\b", text, re.IGNORECASE))
        span = any(one.kind == "quantity" for one in amounts(text))
        small_head = small_letters(head)
        if money and re.match(
            r"(?:price|costs?|fee|charge|rate|delivery (?:cost|fee)|shipping (?:cost|fee)|postage)s?$",
            head,
            re.IGNORECASE,
        ):
            asked.append(f"How much does {of} cost?")
        elif money and to_place and not _COST.search(head):
            asked.append(f"How much does {small_head} {of} cost?")
        elif span and _TIME.search(head):
            asked.append(f"How long does {of} take?")
        elif head:
            asked.append(f"What is the {small_head} for {of}?")
    if to_place:
        return [
            f"How much does {of} cost?"
            if any(one.kind == "money" for _, text in values for one in amounts(text))
            else f"How does {of} work?",
            *asked,
        ]
    general = f"What applies to {small}{f' ({small_letters(about)})' if about and not delivery else ''}?"
    return [general, *asked] if len(values) > 1 else asked or [general]


def _asked_zh(name: str, values: Sequence[tuple[str, str]], above: Sequence[str], first: str) -> list[str]:
    _, to_place = _delivered(name, first, above)
    asked = []
    for head, text in values:
        if _COST.search(head):
            asked.append(
                f"寄到{name}{'运费' if '费' in head else head}多少钱？" if to_place else f"{name}的{head}是多少？"
            )
        elif _TIME.search(head):
            asked.append(f"寄到{name}要多久？" if to_place else f"{name}的{head}是多久？")
        elif head:
            asked.append(f"{name}的{head}是{'多少' if amounts(text) else '什么'}？")
    if len(values) > 1:
        asked.append(f"{name}有什么规定？")
    return asked or [f"{name}有什么规定？"]
