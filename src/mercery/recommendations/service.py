"""What to show a person at a place, and what they say of it: what other features call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.availability import available_among
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.i18n import Lang
from mercery.recommendations import repository
from mercery.recommendations.behaviour import Behaviour, behaviour_of
from mercery.recommendations.candidates import Candidate, gather
from mercery.recommendations.history import History, history_of
from mercery.recommendations.nearness import alike
from mercery.recommendations.owning import Owning, lessened, owning, ruled_out
from mercery.recommendations.piece import Piece
from mercery.recommendations.ranking import Arranged, Scored, arranged
from mercery.recommendations.reasons import reason_sentence
from mercery.recommendations.recommendation import Asked, Passed, Reason, Recommendation, Recommended, SayWhat, Who
from mercery.recommendations.rules import Rule, factor, in_force
from mercery.recommendations.said import forget, kept_of, set_consent, unsay
from mercery.recommendations.said import say as say_of_person
from mercery.recommendations.shelf import Shelf, read_also, shelf_of

MOST_PASSED: Final = 40
_ALIKE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A piece to show with its reason in words."""

    product: Product
    reason: Reason
    sentence: Sentence | None
    """The reason in words, as it may be said; None where no fact bears one out."""
    facts: Mapping[str, Fact]
    """The facts the sentence stands on, by id."""

    @property
    def words(self) -> str:
        """The sentence's text; empty where there is none."""
        return self.sentence.text if self.sentence else ""


async def recommend(session: AsyncSession, shop: Shop, asked: Asked) -> Recommended:
    """The pieces to show, best first, and those passed over with why. The number of statements is fixed, and the work
    grows with the recent history alone, not with catalogue or orders."""
    return (await recommend_rows(session, shop, [asked]))[0]


async def recommend_rows(session: AsyncSession, shop: Shop, rows: Sequence[Asked]) -> list[Recommended]:
    """Several rows of one page for one person: what is known of the person and the shop is read once for all of them."""
    today, first = _today(shop), rows[0]
    history = await history_of(session, shop, first.who)
    about = [product_id for asked in rows for product_id in asked.about]
    shelf = await shelf_of(session, shop, also=[*about, *history.viewed[:3], *_owned_ids(history)])
    every = await repository.rules(session, shop.id)
    found = []
    for asked in rows:
        behaviour = await behaviour_of(session, shop, history, asked.about)
        await read_also(session, shop, shelf, list(behaviour.scores))
        near = await _alike(session, shop, asked, history)
        candidates = gather(asked, history, shelf, behaviour, near, today)
        rules = in_force(every, asked.placement, now())
        candidates = _with_pinned(candidates, rules, shelf)
        owns = owning(asked, history, shelf.piece, today)
        sold = await available_among(session, shop.id, [one.piece.id for one in candidates])
        scored, passed = _sifted(candidates, asked, owns, sold, rules, today, behaviour)
        found.append(_answer(arranged(scored, asked.limit, rules, asked.placement), passed, history))
    return found


async def explained(session: AsyncSession, shop: Shop, recommended: Recommended, lang: Lang) -> list[Explained]:
    """The pieces of an answer with their products and the reasons in words, each checked against the facts."""
    ids = [one.product_id for one in recommended.pieces]
    about = [one.reason.about for one in recommended.pieces if one.reason.about]
    products = {one.id: one for one in await catalog.products(session, shop.id, list(dict.fromkeys([*ids, *about])))}
    voice = Voice(lang=lang, now=now(), timezone=shop.timezone)
    found = []
    for one in recommended.pieces:
        product = products.get(one.product_id)
        if product is not None:
            told = reason_sentence(one.reason, product, products.get(one.reason.about), shop, voice)
            found.append(Explained(product=product, reason=one.reason, sentence=told.sentence, facts=told.facts))
    return found


async def say(session: AsyncSession, shop: Shop, who: Who, product_id: str, what: SayWhat) -> None:
    """A person says `not_for_me` or `have_it`; it counts with the next request."""
    await say_of_person(session, shop, who, product_id, what)


def _owned_ids(history: History) -> list[str]:
    return [*(one.product_id for one in history.bought[:100]), *(one.product_id for one in history.said)]


async def _alike(session: AsyncSession, shop: Shop, asked: Asked, history: History) -> Sequence[str]:
    first = next(iter((*asked.about, *history.viewed)), "")
    if not first or asked.placement in ("completes", "bag", "after_order"):
        return ()
    return await alike(session, shop, first, _ALIKE)


def _with_pinned(candidates: list[Candidate], rules: Iterable[Rule], shelf: Shelf) -> list[Candidate]:
    """Pinned pieces come into question wherever they are pinned."""
    known = {one.piece.id for one in candidates}
    for rule in rules:
        piece = shelf.shown(rule.target.value) if rule.act == "pin" else None
        if piece is not None and piece.id not in known:
            candidates.append(Candidate(piece=piece, said=[(0.01, Reason(kind="chosen"))]))
            known.add(piece.id)
    return candidates


def _sifted(
    candidates: Iterable[Candidate],
    asked: Asked,
    owns: Owning,
    sold: Collection[str],
    rules: Sequence[Rule],
    today: date,
    behaviour: Behaviour,
) -> tuple[list[Scored], list[Passed]]:
    here = {*asked.about, *asked.leave_out}
    scored: list[Scored] = []
    passed: list[Passed] = []
    for one in candidates:
        why = _filtered(one.piece, asked, owns, sold, here, today, behaviour)
        by, rule = factor(one.piece, rules)
        if why is None and rule:
            why = Passed(product_id=one.piece.id, kind="rule", because_of=rule)
        if why is not None:
            passed.append(why)
            continue
        scored.append(
            Scored(piece=one.piece, score=one.score * by * lessened(one.piece, owns, today), reason=one.reason)
        )
    return sorted(scored, key=lambda each: (-each.score, each.piece.order)), passed


def _filtered(
    piece: Piece,
    asked: Asked,
    owns: Owning,
    sold: Collection[str],
    here: Collection[str],
    today: date,
    behaviour: Behaviour,
) -> Passed | None:
    if piece.id in here:
        return Passed(product_id=piece.id, kind="shown_here")
    if (why := ruled_out(piece, owns, asked.placement, today, behaviour.due)) is not None:
        return why
    return None if piece.id in sold else Passed(product_id=piece.id, kind="sold_out")


def _answer(done: Arranged, passed: Sequence[Passed], history: History) -> Recommended:
    told = [one for one in (*passed, *done.passed) if one.kind != "shown_here"]
    return Recommended(
        pieces=tuple(
            Recommendation(product_id=one.piece.id, reason=_spoken(one.reason), score=round(one.score, 6))
            for one in done.shown
        ),
        passed=tuple(told[:MOST_PASSED]),
        personal=history.personal,
    )


def _spoken(reason: Reason) -> Reason:
    return replace(reason, attributes=tuple(dict.fromkeys(reason.attributes)))


def _today(shop: Shop) -> date:
    return now().astimezone(ZoneInfo(shop.timezone)).date()


__all__ = [
    "Explained",
    "Who",
    "explained",
    "forget",
    "kept_of",
    "recommend",
    "recommend_rows",
    "say",
    "set_consent",
    "unsay",
]
