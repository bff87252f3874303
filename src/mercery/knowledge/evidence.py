"""The signs of every answer beside one message, as the rows that `ranking.py` weighs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mercery.knowledge.fitting import Profile, misfit
from mercery.knowledge.meaning import Meant, Vector
from mercery.knowledge.ranking import SIGNS, Matrix
from mercery.knowledge.wordings import Features, Scores, Wordings


def evidence(
    text: str,
    raw: Features,
    words: Wordings,
    profiles: Sequence[Profile],
    worded: tuple[Scores, Scores],
    meant: Meant,
    plain: tuple[Vector, Vector],
) -> Matrix:
    """A row for each answer.

    `worded`: its score by words and that of its nearest phrasing; `plain`: nearness to phrasings and text by vectors as the
    model gave them.
    """
    scores, nearest = worded
    query = words.weighted(raw)
    places = range(len(profiles))
    columns: Mapping[str, object] = {
        "worded": scores,
        "word_nearest": nearest,
        "learnt": meant.learnt,
        "near": meant.near,
        "nearest": meant.nearest,
        "mean": meant.mean,
        "answer": meant.answer,
        "plain_near": plain[0],
        "plain_answer": plain[1],
        "ideas_shared": words.ideas_shared_with_each(raw),
        "missing": [words.missing(raw, place, None) for place in places],
        "misfit": [misfit(text, profiles[place]) is not None for place in places],
        "answer_words": words.in_answers(query),
        "first_by_words": _first(scores),
        "first_by_learning": _first(meant.learnt),
        "first_by_answer": _first(meant.answer),
    }
    made: Matrix = np.stack([np.asarray(columns[name], dtype=np.float64) for name in SIGNS], axis=1)
    return made


def _first(scores: object) -> Matrix:
    found = np.asarray(scores, dtype=np.float64)
    made: Matrix = (found == found.max()).astype(np.float64)
    return made
