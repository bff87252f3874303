"""A question for something more, answered by the recommendations. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.decide import Ground
from mercery.assistant.gathering import shelf_of
from mercery.assistant.goods import Goods
from mercery.assistant.recommending.asking import Wanted, wanted
from mercery.assistant.recommending.telling import told
from mercery.assistant.turns import Decision, Normalised, TurnContext, Understanding
from mercery.experiments.service import variant_for
from mercery.recommendations import service as recommendations
from mercery.recommendations.recommendation import Asked, Recommendation

FEATURE: Final = "recommendations"
MOST: Final = 3
_LOOKED_AT: Final = 12
_GOES_WITH: Final = ("completes", "same_family", "bought_with")


async def recommended(
    session: AsyncSession,
    shop: Shop,
    message: Normalised,
    understanding: Understanding,
    decision: Decision,
    ground: Ground,
    context: TurnContext,
    *,
    currency: str,
) -> tuple[Decision, dict[str, Goods]] | None:
    """The answer with the goods it speaks of; None where nothing more is asked for, nothing can be said of what is
    recommended, or the visitor is of the hold-out."""
    asked = wanted(message.text, understanding, decision)
    talk = context.guiding
    if asked is None or talk is None or variant_for(shop, FEATURE, talk.visitor_id) == "holdout":
        return None
    about = understanding.product_ids[:1] if asked != "else" else ()
    request = Asked(
        placement="assistant" if asked == "else" else "completes",
        visitor_id=talk.visitor_id,
        customer_id=talk.customer_id or "",
        about=about,
        leave_out=tuple(dict.fromkeys((*understanding.product_ids, *context.talked_about))),
        limit=_LOOKED_AT,
    )
    answer = await recommendations.recommend(session, shop, request)
    answer = replace(answer, pieces=_answering(asked, answer.pieces)[:MOST])
    ids = [one.product_id for one in answer.pieces]
    shelf = await shelf_of(session, shop, ids, currency=currency, at=ground.voice.now)
    of = ground.shelf.get(about[0]) if about else None
    made = told(asked, await recommendations.explained(session, shop, answer, message.lang), shelf, of, decision)
    return (made, shelf) if made else None


def _answering(asked: Wanted, pieces: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """Those whose reason answers the question: what only many buy does not go with a piece."""
    if asked == "else":
        return tuple(pieces)
    fitting = [one for one in pieces if one.reason.kind in _GOES_WITH]
    return tuple(one for one in fitting if asked == "goes_with" or "care" in one.reason.attributes)
