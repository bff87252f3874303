"""Whether a second person is needed. Pure."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.studio.kept import PieceLine, SecondPerson
from mercery.studio.piece import NO_WORDS, Piece


def needs_second(rule: SecondPerson, piece: Piece) -> bool:
    """Whether somebody other than its author has to approve the piece."""
    if rule == "written":
        return any(one.writer != "code" for one in piece.sentences())
    return rule == "always"


def refused(*, line: PieceLine, actor_id: str, approved_by_id: str, second_person: bool, person: bool) -> Words:
    """Why this one may not put the piece before customers; empty: they may. `person`: whether it is one."""
    if line.blocked:
        many = line.blocked > 1
        return Words(
            f"{line.blocked} sentences are blocked" if many else "One sentence is blocked",
            f"有 {line.blocked} 句被拦下",
        )
    if not second_person or (approved_by_id and approved_by_id != line.author_id):
        return NO_WORDS
    if person and actor_id != line.author_id:
        return NO_WORDS
    return Words("Somebody other than its author has to approve it", "须由作者以外的人核准")
