"""How the shop's hosts say names: kept by word and language, put in the words' place right before a line is spoken. What is
written below the picture stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.ai.speech.speech import Speech, SpeechVoice, SpokenWord
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, is_lang
from mercery.livestream.tables import LivePronunciationRow

MOST: Final = 400
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """A word as it is written and as it is said."""

    lang: Lang
    word: str
    said: str


Said = Mapping[str, str]
"""Words in small letters, and how they are said."""


async def pronunciations(session: AsyncSession, shop_id: str) -> tuple[Pronunciation, ...]:
    """All of the shop's, by word."""
    rows = await session.scalars(
        select(LivePronunciationRow).where(LivePronunciationRow.shop_id == shop_id).order_by(LivePronunciationRow.word)
    )
    return tuple(Pronunciation(lang=row.lang, word=row.written, said=row.said) for row in rows if is_lang(row.lang))


async def keep(session: AsyncSession, shop_id: str, actor: Actor, one: Pronunciation) -> None:
    """Say the word like that from the next line on. Invalid."""
    word, said = one.word.strip(), one.said.strip()
    wrong = [
        Problem(field=field, message=message, remedy=remedy, zh=zh)
        for bad, field, message, remedy, zh in (
            (not 0 < len(word) <= _LONGEST, "word", "A word has 1 to 80 signs.", "Enter the name as it is written.", "请填写 1 至 80 字的词。"),
            (not 0 < len(said) <= 2 * _LONGEST, "said", "How it is said is missing or too long.",
             "Spell it as one would read it: Orrell for Aurelle.", "请填写读法，不要过长，例如 Aurelle 读作 Orrell。"),
            (any(sign in "<>&" for sign in word + said), "said", "The signs <, > and & have no sound.", "Leave them out.",
             "读法中不能含 <、> 与 &。"),
        )
        if bad
    ]  # fmt: skip
    if wrong:
        raise Invalid(wrong[0].message, remedy=wrong[0].remedy, problems=wrong, zh=wrong[0].zh)
    if len(await pronunciations(session, shop_id)) >= MOST:
        raise Invalid(
            f"A shop keeps at most {MOST} names.",
            remedy="Remove one first.",
            zh=f"最多保存 {MOST} 个读法，请先移除一个。",
        )
    values = {"shop_id": shop_id, "lang": one.lang, "word": word.casefold(), "said": said, "written": word}
    made = insert(LivePronunciationRow).values(values)
    changed = {"said": said, "written": word}
    await session.execute(made.on_conflict_do_update(index_elements=["shop_id", "lang", "word"], set_=changed))
    await record(session, shop_id, actor, "live.pronunciation", word, after={"lang": one.lang, "said": said})


async def remove(session: AsyncSession, shop_id: str, actor: Actor, lang: str, word: str) -> None:
    """Say the word as the voice would by itself."""
    gone = await session.scalars(
        delete(LivePronunciationRow)
        .where(
            LivePronunciationRow.shop_id == shop_id,
            LivePronunciationRow.lang == lang,
            LivePronunciationRow.word == word.strip().casefold(),
        )
        .returning(LivePronunciationRow.said)
    )
    if (said := gone.first()) is not None:
        await record(session, shop_id, actor, "live.pronunciation.remove", word, before={"lang": lang, "said": said})


async def said_words(session: AsyncSession, shop_id: str) -> Mapping[Lang, Said]:
    """By language, for the voice."""
    found: dict[Lang, dict[str, str]] = {"en": {}, "zh": {}}
    for one in await pronunciations(session, shop_id):
        found[one.lang][one.word.casefold()] = one.said
    return found


def respelt(text: str, said: Said) -> tuple[str, tuple[tuple[int, int, int, int], ...]]:
    """The text as it is spoken, and for each word put in its place: from and to there, from and to in the text."""
    if not said:
        return text, ()
    words = sorted(said, key=len, reverse=True)
    pattern = re.compile("|".join(_whole(word) for word in words), re.IGNORECASE)
    spoken, places, at = "", list[tuple[int, int, int, int]](), 0
    for match in pattern.finditer(text):
        spoken += text[at : match.start()]
        put = said[match.group().casefold()]
        places.append((len(spoken), len(spoken) + len(put), match.start(), match.end()))
        spoken += put
        at = match.end()
    return spoken + text[at:], tuple(places)


class SayingNames:
    """A voice that says the shop's names as the shop does."""

    def __init__(self, voice: SpeechVoice, said: Mapping[Lang, Said] | None = None) -> None:
        self._voice = voice
        self.said: Mapping[Lang, Said] = said or {}
        """May be set anew at any time: what is spoken from then on follows it."""

    @property
    def name(self) -> str:
        """The voice's."""
        return self._voice.name

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """The text with the names as they are said; places of words are those of the text."""
        spoken, places = respelt(text, self.said.get(lang, {}))
        made = self._voice.synthesize(spoken, lang)
        if not places:
            return made
        return replace(made, words=tuple(_placed(one, places) for one in made.words))

    def close(self) -> None:
        """The voice's process and connections are given back."""
        self._voice.close()


def _placed(word: SpokenWord, places: tuple[tuple[int, int, int, int], ...]) -> SpokenWord:
    """The word at its place in the text as it was written."""
    shift = 0
    for spoken_from, spoken_to, start, end in places:
        if word.start >= spoken_to:
            shift = end - spoken_to
        elif word.end > spoken_from:
            return replace(word, start=start, end=end)
    return replace(word, start=word.start + shift, end=word.end + shift)


def _whole(word: str) -> str:
    """The word by itself: not inside a longer one, where its own script knows such."""
    before = r"(?<!\w)" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after
