"""Which approved answers disagree with the policies in force, and so must not be said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mercery.claims.agreement import disagreements
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.answer import ApprovedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """An amount of an answer that its policies contradict."""

    key: str
    lang: Lang
    said: str
    policies: tuple[str, ...]


def disagreeing(answers: Sequence[ApprovedAnswer], statements: Mapping[str, Words]) -> list[Disagreement]:
    """Every answer whose amounts contradict the policies it is linked to. `statements`: policy key to its words."""
    found = []
    for answer in answers:
        linked = [statements[link] for link in answer.links if link in statements]
        for lang in LANGS:
            text = answer.answer.en if lang == "en" else answer.answer.zh
            texts = [words.en if lang == "en" else words.zh for words in linked]
            found += [
                Disagreement(key=answer.key, lang=lang, said=text[claim.start : claim.end], policies=answer.links)
                for claim in disagreements(text, [one for one in texts if one])
            ]
    return found
