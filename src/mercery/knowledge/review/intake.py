"""What becomes of drafts that come in: which are known, which are new, which replace a live answer. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from mercery.core.i18n import LANGS, Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review.nearness import (
    NEAR,
    SAME,
    QuestionIndex,
    made_from,
    nearness,
    plain,
    questions_near,
    quotes_of,
)
from mercery.knowledge.review.queued import OPEN, QueuedDraft
from mercery.knowledge.review.restanding import restanding
from mercery.knowledge.review.twins import answered_already

Fate = Literal["new", "change", "joined", "known", "live"]
"""`joined`: says what another draft says already; `known`: came before from the same passage; `live`: is said already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A draft with what is to become of it."""

    draft: Draft
    fate: Fate
    replaces: ApprovedAnswer | None = None
    """Of a `change`."""
    into: str = ""
    """Of a `joined` or `known` one: id of the draft in the queue, or `#n` for the nth of this intake."""
    twin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """All that one version of a document leads to."""

    incoming: tuple[Incoming, ...]
    overtaken: tuple[str, ...] = ()
    """Drafts of an older version whose passage changed or went."""
    withdrawn: tuple[ApprovedAnswer, ...] = ()
    """Live answers whose passage is gone, and nothing came in its place."""

    def count(self, fate: Fate) -> int:
        """How many drafts have this fate."""
        return sum(one.fate == fate for one in self.incoming)


class _Sorting:
    """What is there, found by what is looked for."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        document_id: str,
        queued: Sequence[QueuedDraft],
        live: Sequence[ApprovedAnswer],
    ) -> None:
        self.drafts = drafts
        self.document_id = document_id
        self.queued = {one.id: one for one in queued}
        self.live = {one.key: one for one in live}
        self.taken: set[str] = set()
        """Keys of live answers that something replaces."""
        self.matched: set[str] = set()
        """Ids of drafts in the queue that came again."""
        self.found: list[Incoming] = []
        self.live_questions = QuestionIndex(self.live.items())
        near = [(one.id, one.draft) for one in queued if one.state in (*OPEN, "approved")]
        self.queued_questions = QuestionIndex(near)
        self.by_origin: dict[str, list[QueuedDraft]] = {}
        for one in queued:
            if one.document_id == document_id and one.state != "overtaken":
                self.by_origin.setdefault(one.made_from, []).append(one)
        self.by_answer: dict[str, list[tuple[str, Draft]]] = {}
        """Undecided drafts by the plain words of their answer, in either language."""
        for one in queued:
            if one.state in OPEN:
                self.knows(one.id, one.draft)

    @cached_property
    def answered(self) -> dict[int, tuple[str, float]]:
        """By the place of a draft: the live answer that may be given to its question already, and how near it is. Looked for
        once for all drafts, and only when one of them is new."""
        return answered_already(self.drafts, list(self.live.values()))

    def knows(self, name: str, draft: Draft) -> None:
        """Have a draft found by its answer."""
        for text in {plain(draft.answer.en), plain(draft.answer.zh)} - {""}:
            self.by_answer.setdefault(text, []).append((name, draft))


def intake_of(
    drafts: Sequence[Draft],
    document_id: str,
    queued: Sequence[QueuedDraft],
    live: Sequence[ApprovedAnswer],
    passages: Sequence[Passage] | None = None,
    version: int = 1,
) -> Intake:
    """Sort `drafts`, made of the whole of one version of the document.

    `queued`: every draft of the shop, decided ones included; `live`: the newest versions of answers that are not withdrawn;
    `passages`: what the version consists of, to know what is gone (None: nothing is taken for gone).
    """
    sorting = _Sorting(drafts, document_id, queued, live)
    for place, draft in enumerate(drafts):
        one = _sorted(draft, place, sorting)
        if one.fate in ("new", "change"):
            sorting.knows(f"#{len(sorting.found)}", one.draft)
        sorting.found.append(one)
    text = None if passages is None else " ".join(plain(passage.text) for passage in passages)
    # A heading that is still there does not bring back what stood below it.
    body = None if passages is None else " ".join(plain(one.text) for one in passages if one.kind != "heading")
    withdrawn = [] if passages is None or text is None else _without_ground(sorting, passages, text, version)
    return Intake(
        incoming=tuple(sorting.found),
        overtaken=_overtaken(sorting, text, body),
        withdrawn=tuple(withdrawn),
    )


def _sorted(draft: Draft, place: int, sorting: _Sorting) -> Incoming:
    if (known := _came_before(draft, sorting)) is not None:
        sorting.matched.add(known.id)
        return Incoming(draft=draft, fate="known", into=known.id)
    if (said := _says_the_same(draft, sorting)) is not None:
        return Incoming(draft=draft, fate="joined", into=said)
    replaced = _replaces(draft, sorting)
    if replaced is not None and _is_said(draft, replaced, sorting.document_id):
        sorting.taken.add(replaced.key)
        return Incoming(draft=draft, fate="live")
    if replaced is not None:
        sorting.taken.add(replaced.key)
        return Incoming(draft=completed(draft, replaced), fate="change", replaces=replaced)
    return Incoming(draft=draft, fate="new", twin=_twin(draft, place, sorting))


def _came_before(draft: Draft, sorting: _Sorting) -> QueuedDraft | None:
    """The draft in the queue that was made of the same words for the same question, whatever was decided about it."""
    return next(
        (
            one
            for one in sorting.by_origin.get(made_from(draft), ())
            if one.id not in sorting.matched and questions_near(draft, one.made) >= NEAR
        ),
        None,
    )


def _says_the_same(draft: Draft, sorting: _Sorting) -> str | None:
    """A draft not decided yet, here or in the queue, with this question and this very answer."""
    for text in (plain(draft.answer.en), plain(draft.answer.zh)):
        for name, other in sorting.by_answer.get(text, ()) if text else ():
            if _same_words(draft.answer, other.answer) and questions_near(draft, other) >= SAME:
                return name
    return None


def _same_words(one: Words, other: Words) -> bool:
    """Whether the texts are the same in each language both are written in, and there is one."""
    both = [lang for lang in LANGS if one.has(lang) and other.has(lang)]
    return bool(both) and all(plain(one.text(lang)) == plain(other.text(lang)) for lang in both)


def _replaces(draft: Draft, sorting: _Sorting) -> ApprovedAnswer | None:
    """The live answer to the same question; else the one on this document that asks and quotes nearly the same.

    An answer that has the question as one of its phrasings only answers more than it: another passage does not replace it."""
    best, found = 0.0, None
    for key, near in sorting.live_questions.near(draft.question).items():
        answer = sorting.live[key]
        own = quotes_of(answer, sorting.document_id)
        same_passage = bool(own) and near >= NEAR and _quotes_near(draft, own)
        if key in sorting.taken or not (same_passage or _asks_itself(draft, answer)):
            continue
        if near + bool(own) > best:
            best, found = near + bool(own), answer
    return found


def _asks_itself(draft: Draft, answer: ApprovedAnswer) -> bool:
    """Whether the answer's own question is the draft's, not one of its phrasings."""
    return max(nearness(getattr(draft.question, lang), getattr(answer.question, lang)) for lang in LANGS) >= 1.0


def _quotes_near(draft: Draft, quotes: frozenset[str]) -> bool:
    return any(nearness(quote, source.quote) >= NEAR for quote in quotes for source in draft.sources)


def _is_said(draft: Draft, answer: ApprovedAnswer, document_id: str) -> bool:
    """Whether the answer says this already, from this passage as it reads now."""
    quoted = quotes_of(draft) <= quotes_of(answer, document_id)
    return quoted and (_same_words(draft.answer, answer.answer) or made_from(draft) == made_from_answer(answer))


def made_from_answer(answer: ApprovedAnswer) -> str:
    """The digest of the passages an answer stands on."""
    return made_from(Draft(question=answer.question, answer=answer.answer, sources=answer.sources))


def completed(draft: Draft, answer: ApprovedAnswer) -> Draft:
    """The draft with what only the live answer has: phrasings, a category, the other language. Its figures are held
    against the new passage like the rest, so a translation that has gone stale shows."""
    phrasings = {
        lang: tuple(dict.fromkeys((*answer.phrasings.get(lang, ()), *draft.phrasings.get(lang, ())))) for lang in LANGS
    }
    return replace(
        draft,
        question=Words(draft.question.en or answer.question.en, draft.question.zh or answer.question.zh),
        answer=Words(draft.answer.en or answer.answer.en, draft.answer.zh or answer.answer.zh),
        phrasings={lang: texts for lang, texts in phrasings.items() if texts},
        category=answer.category or draft.category,
    )


def _twin(draft: Draft, place: int, sorting: _Sorting) -> str:
    """Who answers nearly the same question: the nearest live answer or undecided draft, to be pointed out. What is live counts
    by its phrasings and the draft's too, since either may be given to the other's customers."""
    answers = [(near, f"answer:{key}") for key, near in sorting.live_questions.near(draft.question).items()]
    drafts = [
        (near, f"draft:{name}")
        for name, near in sorting.queued_questions.near(draft.question).items()
        if name not in sorting.matched
    ]
    near, name = max([*answers, *drafts], default=(0.0, ""))
    if near >= SAME:
        return name
    return f"answer:{sorting.answered[place][0]}" if place in sorting.answered else ""


def _overtaken(sorting: _Sorting, text: str | None, body: str | None) -> tuple[str, ...]:
    """Undecided and approved drafts of this document whose passage does not read so any more."""
    fresh = [one.draft for one in sorting.found if one.fate in ("new", "change", "live")]
    changed = {one.replaces.key for one in sorting.found if one.replaces is not None}
    return tuple(
        one.id
        for one in sorting.queued.values()
        if one.document_id == sorting.document_id
        and (one.state in OPEN or (one.state == "approved" and not one.release_id))
        and one.id not in sorting.matched
        and (
            _is_back(one, sorting, body, changed)
            if one.kind == "withdraw"
            else _gone(one.made, sorting.document_id, text, fresh)
        )
    )


def _is_back(one: QueuedDraft, sorting: _Sorting, body: str | None, changed: Collection[str]) -> bool:
    """Whether an answer put up for withdrawal has its passage again, or something takes its place."""
    back = body is not None and any(quote in body for quote in quotes_of(one.made, sorting.document_id))
    return back or one.answer_key in changed


def _gone(draft: Draft, document_id: str, text: str | None, fresh: Sequence[Draft]) -> bool:
    if text is not None:
        return not all(quote in text for quote in quotes_of(draft, document_id))
    return any(questions_near(other, draft) >= NEAR for other in fresh)


def _without_ground(sorting: _Sorting, passages: Sequence[Passage], text: str, version: int) -> list[ApprovedAnswer]:
    """Live answers whose passage reads otherwise are put in as changes, held against it as it reads now. Returned are those
    of which nothing is left that they stand on, unless somebody was asked already."""
    asked = {
        one.answer_key
        for one in sorting.queued.values()
        if one.kind == "withdraw" and one.state in (*OPEN, "approved", "rejected")
    }
    gone = []
    for answer in sorting.live.values():
        quotes = quotes_of(answer, sorting.document_id)
        if answer.key in sorting.taken or all(quote in text for quote in quotes):
            continue
        draft = restanding(answer, sorting.document_id, version, passages, text)
        if draft is None:
            gone += [answer] if answer.key not in asked else []
        elif (known := _came_before(draft, sorting)) is not None:
            sorting.matched.add(known.id)
        else:
            sorting.found.append(Incoming(draft=draft, fate="change", replaces=answer))
    return gone
