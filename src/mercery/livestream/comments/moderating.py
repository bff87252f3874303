"""What may stand on the page of a show, and why something may not. Pure.

Hiding keeps the page civil; it is no protection, and none is left to it: whatever a comment says, the host speaks only what
the shop's facts say. A person overrules it with one press.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, cast

from mercery.assistant.masking import Known, masked
from mercery.assistant.normalise import language, normalise
from mercery.claims.advertising_law.folding import fold
from mercery.core.i18n import Lang
from mercery.core.yaml_files import read_yaml
from mercery.livestream.comments.comment import LONGEST, HiddenReason
from mercery.livestream.comments.hearing import LONG_NUMBER, asking
from mercery.livestream.comments.names import safe_name

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LETTER: Final = re.compile(r"[A-Za-z]")
_LEET: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_RUN: Final = re.compile(r"(.)\1{2,}")
_SAME_RUN: Final = re.compile(r"(\S)\1{29,}|(\S{2,12}?)\2{7,}")
FLOOD_OWN: Final = 6
"""Comments of one author within `FLOOD_SECONDS` that are a flood."""
FLOOD_SECONDS: Final = 12.0
SAME_MOST: Final = 2
"""So often an author may write the same before it is hidden."""
_CAPITALS: Final = 26
"""From so many letters on, capitals alone are shouting; a short question in capitals is a question."""
_EMOJI_WALL: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What moderation knows of the shop."""

    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Names of its staff and of its host."""
    hosts: tuple[str, ...] = ()
    """Its own addresses, which may be named."""
    lang: Lang = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A comment as moderation reads it: masked, folded, with the name that may be said."""

    text: str
    """Without personal data: what is kept and shown."""
    folded: str
    key: str
    """The same for the same words, however they are set."""
    lang: Lang
    name: str
    asks: bool
    given: str
    """As it was written."""
    house: House


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What the author wrote in the last minutes."""

    keys: tuple[str, ...] = ()
    ages: tuple[float, ...] = ()
    """Seconds since each."""

    @classmethod
    def of(cls, texts: Sequence[str], ages: Sequence[float]) -> Recent:
        """From the texts as kept."""
        return cls(keys=tuple(same_words(one) for one in texts), ages=tuple(ages))


def seen(text: str, nickname: str, lang: Lang | None, house: House) -> Seen:
    """Read a comment: personal data masked, its language, one way of writing, the name that may be said."""
    message = normalise(text[:LONGEST], lang or house.lang)
    plain = LONG_NUMBER.sub("[number]", masked(message.text, Known()).text)[: LONGEST + 60]
    return Seen(
        text=plain, folded=fold(message.text).text, key=same_words(plain), lang=language(plain, lang or house.lang),
        name=safe_name(nickname, house.people), asks=asking(message.text), given=text, house=house,
    )  # fmt: skip


def moderate(comment: Seen, recent: Recent = Recent()) -> HiddenReason | None:
    """Why the comment is to be hidden; None when it may stand."""
    if _floods(comment, recent):
        return "flood"
    if _shouts(comment):
        return "shouting"
    forms = dict.fromkeys((comment.folded, _without_leet(comment.folded)))
    for rule in _rules():
        if comment.asks and rule.fair_questions:
            continue
        for form in forms:
            if rule.words.search(form) and not (rule.unless and rule.unless.search(form)):
                if rule.reason == "link" and _own_address(form, comment.house):
                    continue
                return rule.reason
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    reason: HiddenReason
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    fair_questions: bool


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rows of moderation.yaml."""
    text = (files("mercery.livestream.comments") / "moderation.yaml").read_text("utf-8")
    rows = cast(list[dict[str, object]], read_yaml(text))
    return tuple(
        _Rule(
            reason=cast(HiddenReason, row["reason"]),
            words=_compiled(cast(list[str], row.get("en") or []), cast(list[str], row.get("zh") or [])),
            unless=re.compile(str(row["unless"]), re.ASCII) if row.get("unless") else None,
            fair_questions=row.get("questions") == "fair",
        )
        for row in rows
    )


def _compiled(english: Sequence[str], chinese: Sequence[str]) -> re.Pattern[str]:
    # ASCII: 汉字 are no word characters here, so that `\b` holds between them and Latin letters.
    parts = [rf"(?<![a-z])(?:{one})(?![a-z])" for one in english] + [f"(?:{one})" for one in chinese]
    return re.compile("|".join(parts), re.ASCII)


def _floods(comment: Seen, recent: Recent) -> bool:
    """The same author writes very fast, or the same again and again."""
    fast = sum(age < FLOOD_SECONDS for age in recent.ages) >= FLOOD_OWN
    return fast or recent.keys.count(comment.key) >= SAME_MOST


def _shouts(comment: Seen) -> bool:
    """Walls of capitals, pictures or one sign. A question is none of them."""
    text = comment.given
    if _SAME_RUN.search(text.replace(" ", "")):
        return True
    pictures = sum(unicodedata.category(sign) in ("So", "Sk", "Cs") for sign in text)
    rest = sum(sign.isalnum() for sign in text)
    if pictures >= _EMOJI_WALL and pictures > rest:
        return True
    letters = _LETTER.findall(text)
    loud = len(letters) >= _CAPITALS and sum(one.isupper() for one in letters) > 0.85 * len(letters)
    return loud and not comment.asks


def _without_leet(folded: str) -> str:
    """`1d10t`, `fuuuck`, `b!tch` as words: figures within words as the letters they stand for, long runs made short."""
    words = [
        _RUN.sub(r"\1", one.translate(_LEET)) if _LETTER.search(one) and not one.isdigit() else one
        for one in folded.split(" ")
    ]
    return " ".join(words)


def _own_address(form: str, house: House) -> bool:
    found = re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", form)
    return bool(found) and all(any(one.endswith(host) or one.startswith(host) for host in house.hosts) for one in found)


def same_words(text: str) -> str:
    """The words alone, to tell whether two comments are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()[:120]
