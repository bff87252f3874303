"""The health of the approved answers: those nobody uses, phrasings that collide, ground that has moved. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import LANGS, Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.asked import Use
from mercery.knowledge.health.clustering import near_pairs, plain
from mercery.knowledge.meaning import Vector

COLLIDES: Final = 0.72
"""Nearness of two phrasings from which the answer of one may be given to the other."""
LOOKED_AT_WITHIN: Final = timedelta(days=365)
"""An answer nobody has looked at for so long may be out of date."""
YOUNG: Final = timedelta(days=30)
"""An answer has to be this old before it can be called unused."""
_OFTEN: Final = 3
_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """Two ways to ask that are (nearly) the same and lead to different answers."""

    lang: Lang
    one: ApprovedAnswer
    one_text: str
    other: ApprovedAnswer
    other_text: str
    near: float

    @property
    def same(self) -> bool:
        """Whether they are the same word for word: which answer is given is then left to chance."""
        return plain(self.one_text) == plain(self.other_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """An answer after which customers often go on to a person."""

    answer: ApprovedAnswer
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What could be put in order."""

    unused: tuple[ApprovedAnswer, ...]
    collisions: tuple[Collision, ...]
    unhelpful: tuple[Helped, ...]
    old: tuple[ApprovedAnswer, ...]
    uses: Mapping[str, Use]


def pool_of(
    answers: Sequence[ApprovedAnswer],
    uses: Mapping[str, Use],
    now: datetime,
    vectors: Mapping[str, Vector] | None = None,
) -> Pool:
    """How the answers in force stand at `now`. `uses`: of the time that counts for being unused."""
    return Pool(
        unused=tuple(one for one in answers if one.key not in uses and _older(one, now, YOUNG)),
        collisions=tuple(collisions(answers, vectors)),
        unhelpful=tuple(
            Helped(answer=one, use=use)
            for one in answers
            if (use := uses.get(one.key)) and use.said >= _OFTEN and use.person_next / use.said >= _SHARE
        ),
        old=tuple(one for one in answers if _older(one, now, LOOKED_AT_WITHIN)),
        uses=uses,
    )


def _older(answer: ApprovedAnswer, now: datetime, than: timedelta) -> bool:
    return answer.recorded_at is not None and now - answer.recorded_at >= than


def collisions(answers: Sequence[ApprovedAnswer], vectors: Mapping[str, Vector] | None = None) -> list[Collision]:
    """The nearest phrasings of each two answers, where they are too near; the nearest first."""
    found: dict[tuple[str, str, Lang], Collision] = {}
    for lang in LANGS:
        texts = [(answer, text) for answer in answers for text in answer.asked_as(lang)]
        for at, before, near in near_pairs([text for _, text in texts], COLLIDES, vectors if lang == "en" else None):
            (one, one_text), (other, other_text) = texts[at], texts[before]
            pair = (min(one.key, other.key), max(one.key, other.key), lang)
            value = round(near, 3)
            if one.key != other.key and (pair not in found or found[pair].near < value):
                found[pair] = Collision(
                    lang=lang, one=one, one_text=one_text, other=other, other_text=other_text, near=value
                )
    return sorted(found.values(), key=lambda one: -one.near)
