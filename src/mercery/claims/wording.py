"""Dates, lists and names in English and Chinese, as a shop assistant says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mercery.claims.plan import About
from mercery.claims.sentence import Line
from mercery.core.i18n import Lang

_MONTHS: Final = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)  # fmt: skip
_SINGULAR_S: Final = ("canvas", "atlas", "iris", "lens", "glass", "dress", "moss", "compass", "chess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """In which language, and when, an answer is given."""

    lang: Lang
    now: datetime
    timezone: str = "UTC"
    assistant: str = ""
    """What the shop calls its assistant."""
    spoken_of: str = ""
    """Id of the product the sentence before was about: it need not be named again."""

    @property
    def today(self) -> date:
        """The shop's own date."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def zh(self) -> bool:
        """Whether the answer is in Chinese."""
        return self.lang == "zh"

    def pick(self, en: str, zh: str) -> str:
        """The words in the language of the answer."""
        return zh if self.zh else en


def day_text(day: date, voice: Voice) -> str:
    """`10 December`, with the year when it is not the current one."""
    other_year = day.year != voice.today.year
    if voice.zh:
        return (f"{day.year} 年 " if other_year else "") + f"{day.month} 月 {day.day} 日"
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if other_year else "")


def until_text(end: datetime, voice: Voice) -> str:
    """The last day (and hour, unless it is midnight) on which something holds; `end` itself is exclusive."""
    local = end.astimezone(ZoneInfo(voice.timezone))
    if (local.hour, local.minute) == (0, 0):
        return day_text((local - timedelta(days=1)).date(), voice)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    return f"{day_text(local.date(), voice)} {clock}" if voice.zh else f"{clock} on {day_text(local.date(), voice)}"


def plural(title: str) -> bool:
    """Whether an English product name is a plural: Loafers, Earrings, Sunglasses."""
    last = title.split(" for ")[0].split(",")[0].split()[-1:] or [""]
    word = last[0].lower()
    return word.endswith("s") and not word.endswith(("ss", "us")) and word not in _SINGULAR_S


def subject(about: About, voice: Voice, *, label_of: str | None = None) -> Line:
    """The product as the subject of a sentence: `the Sienne Tote in black`, `Sienne 托特包黑色款`."""
    title = about.title.text(voice.lang)
    label = about.label(label_of).text(voice.lang) if label_of else ""
    line = Line()
    if about.product_id == voice.spoken_of:
        pronoun = voice.pick("they" if plural(about.title.text("en")) else "it", "这款")
        if label and not voice.zh:
            return line.say("in ").name(label).say(f" {pronoun}")
        line.say(pronoun)
    elif voice.zh:
        line.name(title)
    else:
        line.say("" if title.lower().startswith(("the ", "a ")) else "the ").name(title)
    if voice.zh:
        return line.name(f"（{label}）") if label else line
    return line.say(" in ").name(label) if label else line


def target(about: About, voice: Voice) -> Line:
    """The product after a preposition: `to the Sienne Tote`, `to it`."""
    if about.product_id == voice.spoken_of and not voice.zh:
        return Line().say("them" if plural(about.title.text("en")) else "it")
    return subject(about, voice)


def owner_of(about: About, thing: str, voice: Voice) -> Line:
    """`closure of the Sienne Tote`, `its closure`; `Sienne 托特包的开合方式`."""
    if voice.zh:
        return Line().add(subject(about, voice)).say(f"的{thing}")
    if about.product_id == voice.spoken_of:
        return Line().say(("their " if plural(about.title.text("en")) else "its ") + thing)
    return Line().say(f"{thing} of ").add(subject(about, voice))


def verb(about: About, voice: Voice, one: str, many: str) -> str:
    """The English verb that agrees with the product's name."""
    return many if plural(about.title.text("en")) else one


def joined(parts: Sequence[str], voice: Voice) -> str:
    """`a, b and c`; `a、b 和 c`."""
    if len(parts) < 2:
        return "".join(parts)
    if voice.zh:
        before, after = (" " if sign.isascii() else "" for sign in (parts[-2][-1:], parts[-1][:1]))
        return "、".join(parts[:-1]) + f"{before}和{after}" + parts[-1]
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def joined_lines(parts: Sequence[Line], voice: Voice) -> Line:
    """As `joined`, keeping the places of the claims."""
    line = Line()
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        last_word = voice.pick(" and ", "和 " if part.text[:1].isascii() else "和")
        between = "" if index == 0 else (last_word if last else voice.pick(", ", "、"))
        line.add(part, between)
    return line


_OF_PLACES: Final = re.compile(
    r"(?:African|Albertan?|Alpine|American|Andean|Arabian|Australian|Austrian|Baltic|Belgian|Bohemian|Brazilian|British|Chinese"
    r"|Damascus|Danish|Dutch|Egyptian|English|European|Florentine|French|German|Greek|Hungarian|Icelandic|Indian|Irish"
    r"|Italian|Japanese|Kashmiri?|Korean|Mediterranean|Mexican|Milanese|Mongolian|Moroccan|Nepalese|Parisian|Persian"
    r"|Peruvian|Portuguese|Scandinavian|Scottish|Shetland|Spanish|Swedish|Swiss|Tahitian|Thai|Tibetan|Turkish|Tuscan|Venetian)\b"
)
"""Words with a capital wherever they stand: Mongolian cashmere, Italian acetate."""


def lower_first(text: str) -> str:
    """The text with a small first letter, unless the word is an abbreviation or comes from the name of a place."""
    if _OF_PLACES.match(text):
        return text
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1].islower() else text
