"""An answer in plain words, for messengers that have no cards, claims or buttons of ours. Pure: nothing is added to what was
checked, and nothing of it is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.conversations.conversation import Button, Card, Message, Table
from mercery.core.i18n import Lang, Words

_SOURCES: Final = Words("Sources", "依据")
_CHOOSE: Final = Words("Answer with a number:", "回复数字即可：")
_DIGITS: Final = {sign: place for place, sign in enumerate("一二三四五六七八九十", start=1)}
_NUMBER: Final = re.compile(r"\(?([1-9]\d?|[一二三四五六七八九十])\)?[.、:。)]*")
MOST_CHOICES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A product beside an answer."""

    title: str
    lines: tuple[str, ...]
    """Price, stock and reason as they were said."""
    url: str
    image: str

    @property
    def text(self) -> str:
        """Everything about it, with its address."""
        return "\n".join(part for part in (self.title, *self.lines, self.url) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The parts of a message in the order they are read."""

    lang: Lang
    text: str
    shown: tuple[Shown, ...] = ()
    asks: str = ""
    """A question that stands below what is shown."""
    links: tuple[tuple[str, str], ...] = ()
    choices: tuple[Button, ...] = ()
    sources: str = ""
    """Where the answer's sources can be read."""

    @property
    def source_line(self) -> str:
        """The address with a word before it; empty without sources."""
        colon = "：" if self.lang == "zh" else ": "
        return f"{_SOURCES.text(self.lang)}{colon}{self.sources}" if self.sources else ""

    def body(self, *, with_shown: bool = True, with_sources: bool = True) -> str:
        """Everything but the choices as one text."""
        colon = "：" if self.lang == "zh" else ": "
        shown = [one.text for one in self.shown] if with_shown else []
        links = [f"{label}{colon}{url}" for label, url in self.links]
        parts = [self.text, *shown, self.asks, *links, self.source_line if with_sources else ""]
        return "\n\n".join(part for part in parts if part)

    def numbered(self) -> str:
        """The choices as a list that can be answered with a number; empty without any."""
        if not self.choices:
            return ""
        lines = [f"{place}. {one.label}" for place, one in enumerate(self.choices, start=1)]
        return "\n".join([_CHOOSE.text(self.lang), *lines])

    def whole(self) -> str:
        """Everything as one text, choices by number."""
        return "\n\n".join(part for part in (self.body(), self.numbered()) if part)


def said(message: Message, *, base: str, sources: str = "") -> Said:
    """What the message says. `base`: the address before addresses of the shop's own pages. A person's words stay as they are."""
    body, lang = message.body, message.lang
    gap = "" if lang == "zh" else " "
    spoken = gap.join(one.text for one in body.sentences if not one.asks) or message.text
    asks = gap.join(one.text for one in body.sentences if one.asks) if body.sentences else ""
    cards = [*body.cards, *(body.table.columns if body.table else ())]
    return Said(
        lang=lang,
        text="\n\n".join(part for part in (spoken if spoken != asks else "", _side_by_side(body.table, lang)) if part),
        shown=tuple(_shown(card, lang, base) for card in cards),
        asks=asks,
        links=tuple((one.label, absolute(one.value, base)) for one in body.buttons if one.kind == "link"),
        choices=tuple(one for one in body.buttons if one.kind != "link")[:MOST_CHOICES],
        sources=sources if body.evidence else "",
    )


def absolute(url: str, base: str) -> str:
    """An address that can be opened from anywhere."""
    return f"{base}{url}" if url.startswith("/") else url


def chosen(text: str, choices: Sequence[Button]) -> Button | None:
    """The choice a customer means by `2`, `２.`, `二` or by its words; None where the text is no choice."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    for one in choices:
        if plain.casefold() == one.label.casefold():
            return one
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    place = _DIGITS.get(found[1]) or int(found[1])
    return choices[place - 1] if place <= len(choices) else None


def _shown(card: Card, lang: Lang, base: str) -> Shown:
    comma = "，" if lang == "zh" else ", "
    title = comma.join(part for part in (card.title, card.options_text) if part)
    price = comma.join(part for part in (card.price_text, card.was_text, card.until_text) if part)
    reason = card.reason.text if card.reason else ""
    lines = tuple(part for part in (price, card.stock_text, reason) if part)
    return Shown(title=title, lines=lines, url=absolute(card.url, base), image=absolute(card.image, base))


def _side_by_side(table: Table | None, lang: Lang) -> str:
    """A comparison as lines: messengers have no columns."""
    if table is None:
        return ""
    colon, semicolon = ("：", "；") if lang == "zh" else (": ", "; ")
    lines = []
    for row in table.rows:
        cells = [f"{card.title}{colon}{cell.text}" for card, cell in zip(table.columns, row.cells, strict=False)]
        lines.append(f"{row.label}\n{semicolon.join(cells)}")
    return "\n".join(lines)
