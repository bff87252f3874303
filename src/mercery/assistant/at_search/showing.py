"""What of a decision may stand above results. Pure.

There nobody can ask back, so it is more than a conversation wants: a sure answer, or which of a few things is meant, or
nothing. Courtesies and offers are left out; the page has its own doors to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.assistant.turns import Decision
from mercery.claims.plan import Act, Cite, Clarify, Compare, Inform, NotKnown, NotOffered, Offer, Quote

Kind = Literal["answer", "unknown", "choices", "order"]
"""Facts are told; it is said that the record has nothing on it; it is asked which of a few is meant; it is about an order
of one's own, which is talked about in a conversation only."""
_TELLS: Final = (Inform, Quote, Cite, Compare, NotOffered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What is shown, and the decision as it is then put into words."""

    kind: Kind
    decision: Decision


def presented(decision: Decision, *, asks: bool, nothing_found: bool) -> Presented | None:
    """None where nothing should be said. Without a question only what the shop has approved in so many words is."""
    if asks and decision.hand_over == "order":
        return Presented(kind="order", decision=replace(decision, acts=(), choices=(), hand_over=None))
    if decision.hand_over is not None or not decision.understood:
        return None
    acts = tuple(act for act in decision.acts if not isinstance(act, Offer))
    kind = _kind(acts, asks=asks, nothing_found=nothing_found)
    if kind is None:
        return None
    choices = tuple(one for one in decision.choices if one.kind == "reply") if kind == "choices" else ()
    if kind == "choices" and not choices:
        return None
    return Presented(kind=kind, decision=replace(decision, acts=acts, choices=choices))


def _kind(acts: Sequence[Act], *, asks: bool, nothing_found: bool) -> Kind | None:
    if not acts:
        return None
    if not asks:
        return "answer" if nothing_found and all(isinstance(act, Quote) for act in acts) else None
    if isinstance(acts[0], Clarify):
        # Which piece is meant is worth asking; which question only where there is nothing else to look at.
        wanted = acts[0].what == "which_product" or (acts[0].what == "which_question" and nothing_found)
        return "choices" if wanted and len(acts) == 1 else None
    if not all(isinstance(act, (*_TELLS, NotKnown)) for act in acts):
        return None
    if any(isinstance(act, _TELLS) for act in acts):
        return "answer"
    named = all(isinstance(act, NotKnown) and act.about is not None for act in acts)
    return "unknown" if named else None
