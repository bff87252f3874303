"""A shop's own synonyms: what a row may be, and what search makes of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words
from mercery.search.desk.key import query_key
from mercery.search.synonyms.synonym import Synonym

SynonymKind = Literal["same", "finds", "apart"]
KINDS: Final[Mapping[SynonymKind, Words]] = {
    "same": Words("mean the same", "同义"),
    "finds": Words("finds too", "也搜索"),
    "apart": Words("are different", "不同义"),
}
MOST_WORDS: Final = 20
LONGEST_WORD: Final = 60
MOST_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSynonym:
    """One row of a shop."""

    id: str = ""
    kind: SynonymKind
    words: tuple[str, ...]
    """Of `finds`: what is typed."""
    means: tuple[str, ...] = ()
    """Of `finds`: what is found too."""
    lang: Lang | Literal[""] = ""
    note: str = ""
    active: bool = True
    made_at: datetime | None = None
    made_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word of the row."""
        return (*self.words, *self.means)

    @property
    def identity(self) -> tuple[SynonymKind, frozenset[str], frozenset[str], str]:
        """What makes two rows the same row."""
        words = frozenset(query_key(word) for word in self.words)
        return self.kind, words, frozenset(query_key(word) for word in self.means), self.lang

    def row(self) -> Synonym:
        """As search reads it. Who types one of `words` finds what is called by one of `means`, not the other way."""
        if self.kind == "finds":
            return Synonym(words=self.means, kind_of=self.words)
        return Synonym(words=self.words, apart=self.kind == "apart")


def for_search(rows: Iterable[OwnSynonym], lang: Lang) -> tuple[Synonym, ...]:
    """The rows that count for a search in a language."""
    return tuple(one.row() for one in rows if one.active and one.lang in ("", lang))


def checked(made: OwnSynonym) -> OwnSynonym:
    """The row in its plain form; Invalid names every field that cannot be used, with the remedy."""
    one = replace(made, words=_plain(made.words), means=_plain(made.means), note=" ".join(made.note.split())[:300])
    problems = [*_of_words(one), *_of_kind(one)]
    if one.lang not in ("", "en", "zh"):
        problems.append(
            Problem(
                field="lang",
                message="That is no language.",
                remedy="Write en, zh, or nothing.",
                zh="语言无法识别，请选择英文、中文，或不限。",
            )
        )
    if problems:
        raise Invalid(problems[0].message, remedy=problems[0].remedy, problems=problems, zh=problems[0].zh)
    return one


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for word in words:
        plain = " ".join(word.split())
        if plain:
            kept.setdefault(plain.casefold(), plain)
    return tuple(kept.values())


def _of_words(one: OwnSynonym) -> list[Problem]:
    problems = []
    for field, words in (("words", one.words), ("means", one.means)):
        if len(words) > MOST_WORDS:
            problems.append(
                Problem(
                    field=field,
                    message=f"There are more than {MOST_WORDS} words.",
                    remedy="Make two rows of it.",
                    zh=f"词语超过 {MOST_WORDS} 个，请分成两条。",
                )
            )
        long = next((word for word in words if len(word) > LONGEST_WORD), None)
        if long:
            problems.append(
                Problem(
                    field=field,
                    message=f"“{long[:20]}…” is too long.",
                    remedy=f"Use {LONGEST_WORD} letters at most.",
                    zh=f"“{long[:20]}…”过长，每个词语最多 {LONGEST_WORD} 字。",
                )
            )
        empty = next((word for word in words if not any(sign.isalnum() for sign in word)), None)
        if empty:
            problems.append(
                Problem(
                    field=field,
                    message=f"“{empty}” holds no word.",
                    remedy="Write letters or characters.",
                    zh=f"“{empty}”不含文字，请填写字母或汉字。",
                )
            )
    return problems


def _of_kind(one: OwnSynonym) -> list[Problem]:
    if one.kind not in KINDS:
        return [
            Problem(
                field="kind", message="That is no kind of row.", remedy="Write same, finds or apart.", zh="请选择关系。"
            )
        ]
    if one.kind != "finds":
        if one.means:
            return [
                Problem(
                    field="means",
                    message="Only a one-way row finds other words.",
                    remedy="Leave it empty.",
                    zh="只有单向条目填写此栏，请留空。",
                )
            ]
        if len({query_key(word) for word in one.words}) < 2:
            return [
                Problem(
                    field="words",
                    message="One word alone says nothing.",
                    remedy="Write at least two words.",
                    zh="至少填写两个不同的词语。",
                )
            ]
        return []
    if not one.words or not one.means:
        field = "means" if one.words else "words"
        return [
            Problem(
                field=field,
                message="A side is empty.",
                remedy="Write what is typed and what it finds too.",
                zh="单向条目须填写两侧：搜索的词与同时搜索的词。",
            )
        ]
    both = {query_key(word) for word in one.words} & {query_key(word) for word in one.means}
    if both:
        said = next(word for word in one.means if query_key(word) in both)
        return [
            Problem(
                field="means",
                message=f"“{said}” stands on both sides.",
                remedy="Take it out of one.",
                zh=f"“{said}”同时出现在两侧，请从一侧删去。",
            )
        ]
    return []
