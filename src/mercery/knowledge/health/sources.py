"""Answers against the rest of what the shop holds, as it stands now: what conflicts, and what must therefore wait."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.catalog.names import products_named_in
from mercery.catalog.product import Product
from mercery.catalog.value_words import value_words
from mercery.claims.facts import Fact
from mercery.core.errors import NotFound
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge import service as answers_service
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents import service as documents
from mercery.knowledge.documents.comparison import PassageChange
from mercery.knowledge.documents.document import Passage, SourceRef
from mercery.knowledge.health.conflicts import Conflict, Now, Stated, about, conflicts
from mercery.knowledge.health.holds import hold, holds
from mercery.knowledge.health.tables import AnswerHoldRow
from mercery.policies.service import policies_in_force


async def found(session: AsyncSession, shop: Shop) -> list[Conflict]:
    """Everything that conflicts now among the answers in force."""
    said = await answers_service.answers_in_force(session, shop.id)
    policies = await policies_in_force(session, shop.id)
    sources = await passages_now(session, shop.id, said)
    goods = await _goods(session, shop, said)
    return await asyncio.to_thread(conflicts, said, policies, sources, goods)


async def look_at_sources(session: AsyncSession, shop: Shop) -> tuple[int, int]:
    """Hold back what its source no longer bears out, and let go what it bears out again. How many of each."""
    said = await answers_service.answers_in_force(session, shop.id)
    wrong = await _moved(session, shop, said)
    made = await hold(session, shop.id, SYSTEM, wrong)
    gone = [(one.key, one.version) for one in await holds(session, shop.id) if (one.key, one.version) not in wrong]
    for key, version in gone:
        await session.execute(
            delete(AnswerHoldRow).where(
                AnswerHoldRow.shop_id == shop.id, AnswerHoldRow.key == key, AnswerHoldRow.version == version
            )
        )
        await record(
            session,
            shop.id,
            SYSTEM,
            "answer.let_go",
            key,
            after={"version": version},
            reason="Its source agrees again.",
        )
    return len(made), len(gone)


async def hold_what_moved(session: AsyncSession, shop: Shop, keys: Collection[str]) -> None:
    """Hold back which of these answers, recorded in this transaction, their sources no longer bear out: they were written
    against an older version of a document."""
    said = [one for one in await answers_service.answers_in_force(session, shop.id) if one.key in keys and one.sources]
    if said:
        await hold(session, shop.id, SYSTEM, await _moved(session, shop, said))


async def _moved(session: AsyncSession, shop: Shop, said: Sequence[ApprovedAnswer]) -> dict[tuple[str, int], Words]:
    sources = await passages_now(session, shop.id, said)
    return must_wait(said, await asyncio.to_thread(conflicts, said, sources=sources))


def must_wait(answers: Sequence[ApprovedAnswer], moved: Sequence[Conflict]) -> dict[tuple[str, int], Words]:
    """Versions of answers that may say something wrong, with why: they state what no source states any longer, or nothing of
    what they stood on is left. Pure."""
    sources = {one.key: len(one.sources) for one in answers}
    lost: dict[str, int] = {}
    waiting: dict[tuple[str, int], Words] = {}
    for one in moved:
        name = one.other.label.en
        if one.kind == "source_differs" and one.one.marks:
            waiting[one.key, one.version] = Words(
                f"It says {one.one.said}; “{name}” now says {one.other.said or 'something else'}.",
                f"答复称 {one.one.said}；《{name}》现为 {one.other.said or '其他内容'}。",
            )
        elif one.kind == "source_gone":
            lost[one.key] = lost.get(one.key, 0) + 1
            # Marked is what it states and no passage that is left does.
            if one.one.marks or lost[one.key] >= sources.get(one.key, 0):
                waiting[one.key, one.version] = Words(
                    f"What it stood on in “{name}” is gone.", f"《{name}》中其所依据的内容已不存在。"
                )
    return waiting


async def passages_now(session: AsyncSession, shop_id: str, answers: Sequence[ApprovedAnswer]) -> dict[SourceRef, Now]:
    """How every passage that an answer stands on reads today."""
    return await sources_now(session, shop_id, {source for one in answers for source in one.sources})


async def sources_now(session: AsyncSession, shop_id: str, wanted: Collection[SourceRef]) -> dict[SourceRef, Now]:
    """How each of these passages reads today, whoever stands on it."""
    read: dict[SourceRef, Now] = {}
    for document_id, version in sorted({(one.document_id, one.version) for one in wanted}):
        own = [one for one in wanted if (one.document_id, one.version) == (document_id, version)]
        read |= await _of_document(session, shop_id, document_id, version, own)
    return read


async def _of_document(
    session: AsyncSession, shop_id: str, document_id: str, version: int, own: Sequence[SourceRef]
) -> dict[SourceRef, Now]:
    try:
        newest = await documents.document(session, shop_id, document_id)
    except NotFound:
        return {one: Now(document="", text=None) for one in own}
    in_use = {one.id for one in await documents.documents(session, shop_id)}
    if document_id not in in_use:
        return {one: Now(document=newest.name, text=None, lang=newest.lang) for one in own}
    texts = {one.number: one for one in await documents.passages(session, shop_id, document_id)}
    changed: Mapping[int, PassageChange] = {}
    if newest.version != version:
        moves = await documents.changes(session, shop_id, document_id, since=version)
        changed = {one.before: one for one in moves if one.before is not None}
    read = {}
    for one in own:
        change = changed.get(one.passage)
        number = change.after if change is not None else (one.passage if newest.version == version else None)
        passage: Passage | None = texts.get(number) if number is not None else None
        stands = passage is not None and (newest.version == version or (change is not None and change.stands))
        read[one] = Now(
            document=newest.name,
            text=one.quote if stands else (passage.text if passage else None),
            lang=passage.lang if passage else newest.lang,
            url=f"/console/documents/{document_id}#p{number}" if number else f"/console/documents/{document_id}",
        )
    return read


async def _goods(session: AsyncSession, shop: Shop, answers: Sequence[ApprovedAnswer]) -> list[Stated]:
    """What the catalogue states of the products that answers name."""
    text = "\n".join(f"{one.question.en}\n{one.question.zh}\n{one.answer.en}\n{one.answer.zh}" for one in answers)
    named = await catalog.products(session, shop.id, await products_named_in(session, shop.id, text))
    return [_stated(product, shop) for product in named]


def _stated(product: Product, shop: Shop) -> Stated:
    facts = [fact for fact in product_facts(product, shop) if fact.subject.kind == "product"]
    shown = {lang: [_sentence(fact, lang) for fact in facts] for lang in LANGS}
    return Stated(
        product_id=product.id,
        name=product.title,
        texts=shown,
        topics=[about(f"{fact.label.en} {fact.label.zh} {fact.attribute.replace('_', ' ')}") for fact in facts],
    )


def _sentence(fact: Fact, lang: Lang) -> str:
    return f"{fact.label.text(lang)}: {value_words(fact.value).text(lang)}"
