"""Which drafts a live answer answers already, however either is asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.core.i18n import LANGS, Lang
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.health.clustering import nearest_each
from mercery.knowledge.health.pool import COLLIDES


def answered_already(drafts: Sequence[Draft], live: Sequence[ApprovedAnswer]) -> dict[int, tuple[str, float]]:
    """By the place of a draft: the key of the nearest live answer with a way to ask that collides with one of the draft's, and
    how near. The measure is that of the health page, which would call the two a collision once both are live."""
    found: dict[int, tuple[str, float]] = {}
    for lang in LANGS:
        asked = [(one.key, text) for one in live for text in one.asked_as(lang)]
        texts = [(place, text) for place, one in enumerate(drafts) for text in _asked_as(one, lang)]
        if not asked or not texts:
            continue
        best = nearest_each([text for _, text in texts], [text for _, text in asked])
        for (place, _), (other, near) in zip(texts, best, strict=True):
            if near >= COLLIDES and near > found.get(place, ("", 0.0))[1]:
                found[place] = asked[other][0], near
    return found


def _asked_as(draft: Draft, lang: Lang) -> list[str]:
    """Every way to ask it in the language."""
    own = draft.question.en if lang == "en" else draft.question.zh
    return [text for text in dict.fromkeys((own, *draft.phrasings.get(lang, ()))) if text]
