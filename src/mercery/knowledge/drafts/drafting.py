"""The door: passages of a document in, drafts out. Pure.

Rules read the form a document has (`outline`, `pairs`, `rows`, `prose`), and the answer is always the document's own words.
What comes out is checked once more: a question, phrasing or answer with a number or date that its passages do not name is
left out, whatever rule made it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Passage, SourceRef
from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.drafts.boilerplate import telling
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.heading_words import cleaned, is_question
from mercery.knowledge.drafts.outline import Section, sections
from mercery.knowledge.drafts.pairs import AskedPair, asked_pairs
from mercery.knowledge.drafts.policy_rows import policy_of
from mercery.knowledge.drafts.prose import prose_suggested
from mercery.knowledge.drafts.rows import rows_suggested
from mercery.knowledge.drafts.suggestion import Suggestion, listed, shortened
from mercery.knowledge.drafts.telling_apart import told_apart
from mercery.knowledge.drafts.topics import category_of


def drafts_of(
    passages: Sequence[Passage],
    *,
    document_id: str = "",
    version: int = 1,
    changed: Collection[int] | None = None,
) -> list[Draft]:
    """What the passages of one version suggest, in reading order. `changed`: numbers of the passages that are new or read
    otherwise than before; only drafts that stand on one of them are given."""
    suggested = [one for section in sections(telling(passages)) for one in _suggested(section)]
    kept = [clean for one in suggested if (clean := _without_strangers(one)) is not None]
    found = [_draft(one, document_id, version) for one in told_apart(kept)]
    if changed is None:
        return found
    wanted = set(changed)
    return [one for one in found if any(source.passage in wanted for source in one.sources)]


def _suggested(section: Section) -> Iterable[Suggestion]:
    above = tuple(one.text for one in section.above)
    own = (*above, section.heading.text) if section.heading is not None else above
    pairs, rest = asked_pairs(section.body)
    for pair in pairs:
        yield _of_pair(pair, own)
    if section.heading is not None and is_question(section.heading.text):
        yield from _answered_heading(section.heading, rest, above)
    else:
        yield from prose_suggested(section, rest)
    yield from rows_suggested(section.body, own)


def _of_pair(pair: AskedPair, own: tuple[str, ...]) -> Suggestion:
    answer = pair.answer
    if answer and len(pair.answered_by) > 1:
        answer = f"{answer}\n{listed(list(pair.answered_by[1:]))}"
    return Suggestion(
        asked=(pair.question,),
        answer=answer or listed(shortened(list(pair.answered_by))),
        passages=pair.passages,
        lang=pair.passages[0].lang,
        category=category_of((*own, pair.question)),
        under=own,
    )


def _answered_heading(heading: Passage, rest: Sequence[Passage], above: tuple[str, ...]) -> Iterable[Suggestion]:
    body = [one for one in rest if one.kind != "row"]
    if not body:
        return
    kept = shortened(body)
    yield Suggestion(
        asked=(cleaned(heading.text),),
        answer=listed(kept),
        passages=(heading, *kept),
        lang=heading.lang,
        category=category_of((*above, heading.text)),
        under=above,
    )


def _without_strangers(one: Suggestion) -> Suggestion | None:
    """The suggestion without what names a number or date that its passages do not; None when the answer does."""
    stated = [amount for passage in one.passages for amount in amounts(passage.text)]

    def stands(text: str) -> bool:
        return all(any(amount.same_as(other) for other in stated) for amount in amounts(text))

    asked = tuple(text for text in one.asked if stands(text))
    if not asked or not stands(one.answer):
        return None
    common = tuple(text for text in one.common if stands(text))
    return Suggestion(
        asked=asked,
        answer=one.answer,
        passages=one.passages,
        lang=one.lang,
        category=one.category,
        under=one.under,
        common=common,
    )


def _draft(one: Suggestion, document_id: str, version: int) -> Draft:
    question, *others = one.asked
    return Draft(
        question=_words(question, one),
        answer=_words(one.answer, one),
        sources=tuple(
            SourceRef(
                document_id=document_id,
                version=version,
                passage=passage.number,
                quote=passage.text,
                anchor=passage.anchor,
            )
            for passage in dict.fromkeys(one.passages)
        ),
        phrasings={one.lang: tuple(others)} if others else {},
        category=one.category,
        policy=policy_of(one),
    )


def _words(text: str, one: Suggestion) -> Words:
    return Words(text) if one.lang == "en" else Words("", text)
