"""A section's paragraphs and lists as questions: the heading's, and those its sentences answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.amounts import amounts
from mercery.knowledge.drafts.asking import questions_in
from mercery.knowledge.drafts.grids import in_steps_table, question_columns, tables
from mercery.knowledge.drafts.heading_questions import asked_of
from mercery.knowledge.drafts.heading_words import cleaned
from mercery.knowledge.drafts.outline import Section
from mercery.knowledge.drafts.steps import in_steps
from mercery.knowledge.drafts.suggestion import Suggestion, listed, shortened
from mercery.knowledge.drafts.topics import category_of, topic_of, usual

_WHOLE: Final = 1500
"""Characters up to which a section is one answer, even where its paragraphs answer questions of their own."""
_SMALL: Final = 600
"""Characters up to which a section is one answer only."""
_MOST_ASKED: Final = 8
_FEW_ROWS: Final = 12
_LEAST_ZH: Final = 8
_TITLE: Final = 90
_LEAST: Final = 20
"""Characters of an answer at least."""


def prose_suggested(section: Section, body: Sequence[Passage]) -> Iterator[Suggestion]:
    """What the paragraphs and lists of a section suggest."""
    kept, procedure = _told(section, body)
    if not kept:
        return
    units, lang = _units(kept), _lang(kept)
    above = tuple(one.text for one in section.above)
    if section.heading is None:
        yield from _apart(units, lang, above)
        return
    steps = procedure or in_steps(kept)
    size, under = len(listed(kept)), (*above, section.heading.text)
    own = list(_apart(units, lang, under)) if size > _SMALL and not steps and len(units) > 1 else []
    if not (size <= _WHOLE or steps or len(units) == 1):
        claimed = {one.number for suggestion in own for one in suggestion.passages}
        kept = [one for one in kept if one.number not in claimed]
    if (whole := _whole(section, section.heading, shortened(kept), lang, steps=steps, turned=not own)) is not None:
        yield whole
    yield from own
    if not steps:
        yield from _labelled(kept, lang, under)


def _told(section: Section, body: Sequence[Passage]) -> tuple[list[Passage], bool]:
    """What the section's answer is made of, and whether its rows are the steps of a procedure."""
    # A table of questions speaks for itself.
    asked = {row.number for one in tables(body) if question_columns(one) for row in one.rows}
    body = [one for one in body if one.number not in asked]
    rows = [one for one in body if one.kind == "row"]
    kept = [one for one in body if one.kind in ("paragraph", "item")]
    if section.heading is None or not rows:
        return kept, False
    procedure = all(in_steps_table(one) for one in tables(rows))
    if not kept and not procedure and topic_of(cleaned(section.heading.text)) is None:
        return [], False
    if procedure or (len(rows) <= _FEW_ROWS and len(listed(body)) <= _WHOLE):
        # A small table belongs to what is said about it: what delivery costs stands in its rows.
        return body, procedure
    return kept, False


def _whole(
    section: Section, heading: Passage, passages: list[Passage], lang: Lang, *, steps: bool, turned: bool
) -> Suggestion | None:
    """The section as one answer to what its heading, and with `turned` its sentences, are asked for."""
    above = tuple(one.text for one in section.above)
    answer = listed(passages)
    asked = asked_of(heading.text, above, lang, steps=steps)
    if not asked or len(answer) < (_LEAST_ZH if lang == "zh" else _LEAST) or _mere_title(section, answer):
        return None
    if turned and not steps:
        asked += [question for one in passages if one.kind != "row" for question in questions_in(one.text, lang)]
    topic = topic_of(cleaned(heading.text))
    return Suggestion(
        asked=tuple(dict.fromkeys(asked))[:_MOST_ASKED],
        answer=answer,
        passages=(*_named(section), *passages),
        lang=lang,
        category=category_of((*above, heading.text)),
        under=above,
        common=tuple(usual(topic, answer, lang)) if topic is not None and not steps else (),
    )


_LABEL: Final = re.compile(r"^(?P<label>[^:：.。,，]{2,40})(?:[:：]|\s[–—-]\s)\s*(?P<text>\S.{11,})$", re.DOTALL)


def _labelled(body: Sequence[Passage], lang: Lang, above: tuple[str, ...]) -> Iterator[Suggestion]:
    """Items that say something of a name before a colon, as in lists of definitions, tiers or cases."""
    labelled = [
        (one, match) for one in body if one.kind == "item" and (match := _LABEL.match(" ".join(one.text.split())))
    ]
    if len(labelled) < 3 or len(labelled) < 0.6 * sum(one.kind == "item" for one in body):
        return
    for one, match in labelled:
        asked = asked_of(match["label"], above, lang, steps=False)
        if asked and len(match["label"].split()) <= 6:
            yield Suggestion(
                asked=tuple(asked),
                answer=one.text,
                passages=(one,),
                lang=lang,
                category=category_of(above),
                under=above,
            )


def _mere_title(section: Section, answer: str) -> bool:
    """Whether a section only says what its own sections are about."""
    return section.opens and len(answer) < _TITLE and not amounts(answer)


def _named(section: Section) -> tuple[Passage, ...]:
    """The headings a question is made of: the section's own and the one above."""
    return tuple(one for one in (*section.above[-1:], section.heading) if one is not None)


def _units(body: Sequence[Passage]) -> list[list[Passage]]:
    """Paragraphs, each with the list that follows it."""
    found: list[list[Passage]] = []
    for one in body:
        if (one.kind == "item" and found) or (
            found and found[-1][-1].kind == "paragraph" and found[-1][-1].text.rstrip().endswith((":", "："))
        ):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _apart(units: Sequence[Sequence[Passage]], lang: Lang, above: tuple[str, ...]) -> Iterator[Suggestion]:
    """One suggestion for each paragraph that answers a question of its own."""
    for unit in units:
        asked = [] if unit[0].kind == "row" else questions_in(unit[0].text, lang)
        if asked and len(listed(list(unit))) >= _LEAST:
            kept = shortened(list(unit))
            yield Suggestion(
                asked=tuple(asked[:4]),
                answer=listed(kept),
                passages=tuple(kept),
                lang=lang,
                category=category_of(above),
                under=above,
            )


def _lang(body: Sequence[Passage]) -> Lang:
    return "zh" if 2 * sum(one.lang == "zh" for one in body) > len(body) else "en"
