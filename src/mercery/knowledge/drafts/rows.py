"""Tables as questions: question columns, one answer for each row, and rows that belong together under what they repeat. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.drafts.asking import questions_in
from mercery.knowledge.drafts.boilerplate import says_nothing
from mercery.knowledge.drafts.grids import QUESTIONS, Table, in_steps_table, question_columns, tables
from mercery.knowledge.drafts.heading_questions import asked_of, small_letters
from mercery.knowledge.drafts.heading_words import cleaned, vague
from mercery.knowledge.drafts.outline import title_like
from mercery.knowledge.drafts.row_words import NOTHING, STEP, row_cells, row_line, stands, told_cells
from mercery.knowledge.drafts.steps import orders
from mercery.knowledge.drafts.suggestion import LONGEST, Suggestion
from mercery.knowledge.drafts.topics import category_of, topic_of, usual
from mercery.knowledge.places import places_in

_MOST_ROWS: Final = 300
"""Rows of one table, or groups of rows under what they repeat, beyond which it is a list of goods or prices, not knowledge."""
_COST: Final = re.compile(
    r"\b(?:costs?|price|fees?|charges?|rates?|surcharge|postage)\b|费用|价格|运费|收费|金额|费$", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"\b(?:times?|days|duration|delivery time|lead time|transit|takes)\b|时间|时效|天数|时长", re.IGNORECASE
)


def rows_suggested(body: Sequence[Passage], above: Sequence[str]) -> Iterator[Suggestion]:
    """What the tables of a section suggest. `above`: the headings it stands under, its own last."""
    for table in tables(body):
        sheet = table.rows[0].anchor.sheet
        headings = tuple(dict.fromkeys([*above, *([sheet] if sheet and not _UNNAMED.match(sheet) else [])]))
        if not (above and in_steps_table(table)):
            yield from _table(table, headings)


_UNNAMED: Final = re.compile(r"^(?:sheet|tabelle|feuil|工作表)\s?\d*$", re.IGNORECASE)


def _table(table: Table, above: tuple[str, ...]) -> Iterator[Suggestion]:
    if columns := question_columns(table):
        yield from _asked_rows(table, *columns, above)
        return
    key, filled = _key(table), _filled(table)
    if key and not _named_next(table, key):
        if sum(1 for _ in groupby(filled, key=lambda cells: cells[:key])) <= _MOST_ROWS:
            yield from _grouped(table, key, above)
    elif len(table.rows) <= _MOST_ROWS:
        for cells, row in zip(filled, table.rows, strict=True):
            told = set(dict(row.cells).values())
            skipped = sum(one in told for one in cells[:key] if one)
            if (suggestion := _row(row, (*above, *cells[:key]), skipped=skipped)) is not None:
                yield suggestion


def _asked_rows(table: Table, asked: int, told: int, above: tuple[str, ...]) -> Iterator[Suggestion]:
    for row, cells in zip(table.rows, table.cells, strict=True):
        question, answer = cells[asked], cells[told]
        if len(question) > 3 and answer and not QUESTIONS.match(question):
            yield Suggestion(
                asked=(question,),
                answer=answer,
                passages=(row,),
                lang=row.lang,
                category=category_of((*above, question)),
                under=above,
            )


def _key(table: Table) -> int:
    """How many columns at the front repeat what the rows beneath them belong to; 0 when each row is of its own."""
    best, filled = 0, _filled(table)
    for size in range(1, len(table.columns)):
        groups = [len(list(group)) for _, group in groupby(filled, key=lambda cells: cells[:size])]
        if len(filled) / len(groups) < 1.8:
            break
        named = sum(bool(cells[size - 1]) for cells in filled)
        if (size == 1 or len(groups) > 1) and named >= _NAMED * len(filled):
            best = size
        if _wordy([cells[size] for cells in filled]):
            break
    return best if all(cells[0] for cells in filled) else 0


def _named_next(table: Table, size: int) -> bool:
    """Whether each row has a name of its own behind what it repeats, and enough to tell by itself."""
    if len(table.columns) < size + 2:
        return False
    names = [cells[size] for cells in table.cells]
    rest = sum(len(" ".join(cells[size + 1 :])) for cells in table.cells) / len(table.cells)
    return rest >= _TOLD and len(set(names)) >= 0.9 * len(names) and all(title_like(name) for name in names if name)


_NAMED: Final = 0.75
"""Share of rows that have a name in the last column that repeats; those without one speak of what stands before it."""
_LONG_ROW: Final = 250
"""Characters of a row that is asked about as a whole, not column by column."""
_TOLD: Final = 80
"""Characters a row has to tell on average, so that each is an answer."""


def _wordy(texts: Sequence[str]) -> bool:
    """Whether a column holds sentences: what it says is told, not what the rows are called."""
    return sum(len(text) > 60 or text.endswith((".", "。")) for text in texts) > 0.3 * len(texts)


def _filled(table: Table) -> list[tuple[str, ...]]:
    """The cells with what merged ones above say."""
    found: list[tuple[str, ...]] = []
    for row in table.cells:
        cells = list(row)
        for at in range(len(cells) - 1):
            if cells[at] or not found:
                break
            cells[at] = found[-1][at]
        found.append(tuple(cells))
    return found


_PATH: Final = re.compile(r"\s+(?:/|>|›|»|→|\|)\s+")


def _grouped(table: Table, size: int, above: tuple[str, ...]) -> Iterator[Suggestion]:
    numbered = list(zip(_filled(table), table.rows, strict=True))
    for names, group in groupby(numbered, key=lambda pair: pair[0][:size]):
        rows = list(group)
        *outer, last = [one for one in names if one]
        *path, name = _PATH.split(last)
        parents = (*above, *outer, *path)
        lang = rows[0][1].lang
        repeated = _repeated([cells[size:] for cells, _ in rows])
        lines = [rows[0][0][size + at] for at in sorted(repeated)]
        lines += [line for cells, _ in rows if (line := _line(cells[size:], table.columns[size:], repeated))]
        told = sum(orders(line.lstrip("• ")) for line in lines)
        steps = any(STEP.match(head) for head in table.columns) or (len(lines) > 2 and told >= 0.3 * len(lines))
        if says_nothing(name) or not (asked := asked_of(name, parents, lang, steps=steps)) or not lines:
            continue
        if not names[-1] and sum(len(line) for line in lines) < _TOLD:
            continue
        answer, topic = _fitting(lines), topic_of(cleaned(name))
        turned = [] if steps else [question for line in lines for question in questions_in(line, lang)]
        yield Suggestion(
            asked=tuple(dict.fromkeys([*asked, *turned])),
            common=tuple(usual(topic, answer, lang)) if topic is not None and not steps else (),
            answer=answer,
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
    words = [
        text for head, text in kept if text.lower() not in NOTHING and not (STEP.match(head.strip()) and len(text) <= 4)
    ]
    if not words:
        return ""
    joined = told_cells(words)
    if number:
        return f"{number.rstrip('.')}. {joined}"
    return joined if re.search(r"[.。!！:：]$", joined) else f"• {joined}"


def _fitting(lines: Sequence[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in kept) + len(line) > LONGEST:
            break
        kept.append(line)
    return "\n".join(kept)


def _row(row: Passage, above: tuple[str, ...], *, skipped: int = 0) -> Suggestion | None:
    """One answer for a row: what its other columns say of the first, after those `skipped`."""
    cells = row_cells(row)[skipped:]
    if len(cells) < 2 or len(cells[0][1]) > 80 or re.fullmatch(r"[\d.,\s€$£¥%]+", cells[0][1]):
        return None
    (first, name), values = cells[0], cells[1:]
    if all(text == head for head, text in cells):
        return None
    if len(values) == 1 and not values[0][0]:
        asked = asked_of(name, above, row.lang, steps=False)
    else:
        asked = (_asked_zh if row.lang == "zh" else _asked_en)(name, values, above, first)
    if sum(len(text) for _, text in values) > _LONG_ROW:
        told = [part for _, text in values for part in _NUMBERS.split(text)]
        asked = asked_of(name, above, row.lang, steps=len(told) > len(values) + 1 or any(orders(part) for part in told))
    asked = [one for one in asked if stands(one, row)]
    if not asked:
        return None
    return Suggestion(
        asked=tuple(asked),
        answer=row_line(row, skipped=skipped),
        passages=(row,),
        lang=row.lang,
        category=category_of((*above, name)),
        under=above,
    )


_NUMBERS: Final = re.compile(r"\s(?=\d{1,2}\.\s)")


def _subject(above: Sequence[str]) -> str:
    """What the table is about, by the nearest heading that says so."""
    return next((cleaned(one) for one in reversed(above) if not vague(one)), "")


_PLACES: Final = re.compile(
    r"^(?:destinations?|countr(?:y|ies)|regions?|zones?|areas?|places?|to|where|地区|国家|目的地|区域|省份|城市|收货地|寄往.*)$",
    re.IGNORECASE,
)
_WITH_THE: Final = re.compile(
    r"^(?:united |netherlands|philippines|czech republic|eu\b|european union|rest of|uk\b|us\b|usa\b|uae\b|channel islands|canary islands)",
    re.IGNORECASE,
)


def _delivered(name: str, first: str, above: Sequence[str]) -> tuple[bool, bool]:
    """Whether a table is about delivery, and whether its rows are places it goes to."""
    topic = next((found for one in reversed(above) if (found := topic_of(cleaned(one))) is not None), None)
    delivery = (topic is not None and topic.noun == "delivery") or category_of(tuple(above)) == "delivery"
    return delivery, delivery and bool(_PLACES.match(first) or places_in(name))


_IN_MONEY: Final = re.compile(r"\s*[(（\[](?:€|£|\$|¥|EUR|GBP|USD|CNY|CHF)[)）\]]\s*$", re.IGNORECASE)
"""The currency of a column, named in its head."""
_PRICE: Final = re.compile(
    r"(?:price|costs?|fee|charge|rate|delivery (?:cost|fee)|shipping (?:cost|fee)|postage)s?$", re.IGNORECASE
)
_COUNTED: Final = re.compile(r"(?:^|\s)(?:days|weeks|months|hours)$", re.IGNORECASE)


def _column_asked(head: str, text: str, of: str, *, to_place: bool) -> str:
    """The question that one cell answers; empty when its column has no name."""
    priced, head = bool(_IN_MONEY.search(head)), _IN_MONEY.sub("", head)
    small, counts = small_letters(head), amounts(text)
    money = priced or any(one.kind == "money" for one in counts) or bool(re.search(r"\bfree\b", text, re.IGNORECASE))
    if money and _PRICE.match(head):
        return f"How much does {of} cost?"
    if priced and re.match(r"free\b", small):
        return f"From what amount is it free for {of}?"
    if money and to_place and not _COST.search(head):
        return f"How much does {small} {of} cost?"
    counted = bool(_COUNTED.search(head) and re.match(r"\d", text))
    if (any(one.kind == "quantity" for one in counts) and _TIME.search(head)) or (counted and to_place):
        return f"How long does {of} take?"
    if not head:
        return ""
    if counted:
        return f"How many {small} is it for {of}?"
    return f"How much is {small} for {of}?" if priced else f"What is the {small} for {of}?"


_OF_MANY: Final = re.compile(r"^(?:Other|All|Any|Most|Every|Remaining|The)\b")
"""Begins the name of a group of places, and is no name itself."""


def _asked_en(name: str, values: Sequence[tuple[str, str]], above: Sequence[str], first: str) -> list[str]:
    about, small = _subject(above), small_letters(name)
    if first and re.fullmatch(r"[\d.,\s–—-]+\+?", name):
        small = f"{name} {small_letters(first)}"
    delivery, to_place = _delivered(name, first, above)
    place = f"the {name}" if _WITH_THE.match(name) else _OF_MANY.sub(lambda one: one[0].lower(), _within(name))
    if places_in(name):
        small = place
    of = f"delivery to {place}" if to_place else small
    asked = [question for head, text in values if (question := _column_asked(head, text, of, to_place=to_place))]
    if to_place:
        return [
            f"How much does {of} cost?"
            if any(one.kind == "money" for _, text in values for one in amounts(text))
            else f"How does {of} work?",
            *asked,
        ]
    if about.endswith("?"):
        general = f"{about.rstrip('? ')} for {small}?"
    else:
        general = f"What applies to {small}{f' ({small_letters(about)})' if about and not delivery else ''}?"
    return [general, *asked] if len(values) > 1 else asked or [general]


def _within(name: str) -> str:
    """A name that begins with its article, within a sentence."""
    return f"the {name[4:]}" if name.startswith("The ") else name


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
    if len(values) > 1 and not to_place:
        about = _subject(above)
        asked.insert(0, f"{name}{'' if about.endswith(('？', '?')) else about}是怎样的？")
    return asked or [f"{name}有什么规定？"]
