"""A scripted customer: says prepared turns, answers by slot, makes light typing errors, writes in another case. Deterministic."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Manner = Literal["turns", "slots", "typos", "casing"]
MANNERS: Final[tuple[Manner, ...]] = ("turns", "slots", "typos", "casing")
"""In order of the runs."""
_EXTRA: Final = 6
"""Answers given after the last turn, at most."""
_TYPED: Final = re.compile(r"(?<![\w@.#'-])[a-z]{5,}(?![\w@'-])")
_TYPO_SHARE: Final = 0.15
_HOMOPHONES: Final = {"的": "地", "吗": "嘛", "在": "再", "那": "哪", "做": "作", "它": "他"}
_UNKNOWN: Final = {"en": "I don't know", "zh": "不知道"}


@dataclass(slots=True)
class ScriptedCustomer:
    """Answers the assistant until there is nothing left to say."""

    turns: Sequence[str]
    answers: Mapping[str, str]
    lang: str
    manner: Manner
    seed: str
    _next: int = 0
    _given: set[str] = field(default_factory=set)
    _extra: int = 0

    @classmethod
    def of(cls, dialogue: Mapping[str, Any], manner: Manner) -> ScriptedCustomer:
        """The customer of a dialogue."""
        return cls(
            turns=[one["user"] for one in dialogue["turns"]], answers=dialogue.get("answers") or {},
            lang=dialogue["lang"], manner=manner, seed=dialogue["id"],
        )  # fmt: skip

    def says(self, asked: str) -> str | None:
        """The next message, given the slot the assistant asked for; None when the conversation is over."""
        if self.manner == "slots" and asked in self.answers and asked not in self._given and self._next:
            self._given.add(asked)
            self._next += 1
            return self.answers[asked]
        if self._next < len(self.turns):
            self._next += 1
            return self._written(self.turns[self._next - 1])
        if not asked or self._extra >= _EXTRA:
            return None
        self._extra += 1
        repeated = asked in self._given and asked != "confirmation"
        self._given.add(asked)
        if repeated and asked not in self.answers:
            return None
        return self.answers.get(asked) or _UNKNOWN.get(self.lang, _UNKNOWN["en"])

    def _written(self, text: str) -> str:
        if self.manner == "typos":
            return with_typos(text, f"{self.seed}/{self._next}", spare=self._names())
        if self.manner == "casing":
            return in_other_case(text, self._next)
        return text

    def _names(self) -> frozenset[str]:
        """Words that identify: nobody mistypes them here."""
        return frozenset(word.lower() for word in re.findall(r"[A-Za-z]+", self.answers.get("name", "")))


def with_typos(text: str, seed: str, *, spare: frozenset[str] = frozenset()) -> str:
    """About one lower-case word in seven with two letters swapped, one dropped or doubled; in Chinese a homophone."""
    dice = random.Random(seed)  # noqa: S311 - a script, no secret

    def mistyped(found: re.Match[str]) -> str:
        word = found[0]
        if word in spare or dice.random() > _TYPO_SHARE:
            return word
        at = dice.randrange(1, len(word) - 1)
        kind = dice.choice(("swap", "drop", "double"))
        if kind == "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + word[at + 1 :] if kind == "drop" else word[:at] + word[at] + word[at:]

    text = _TYPED.sub(mistyped, text)
    places = [at for at, sign in enumerate(text) if sign in _HOMOPHONES]
    if places and dice.random() < 0.5:
        at = dice.choice(places)
        text = text[:at] + _HOMOPHONES[text[at]] + text[at + 1 :]
    return text


def in_other_case(text: str, number: int) -> str:
    """Odd turns in lower case without the last sign, even ones in capitals; full-width signs where there were narrow ones."""
    if re.search(r"[\u3400-\u9fff]", text):
        return re.sub(r",(?!\d)(?=\S?[\u3400-\u9fff])", "，", text).rstrip("。.!！") + ("。" if number % 2 else "")
    return text.lower().rstrip(".!") if number % 2 else text.upper().rstrip(".") + "!"
