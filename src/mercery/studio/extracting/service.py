"""What can be done with values read from products' words. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.catalog import service as catalog
from mercery.catalog.product import Attribute, Product
from mercery.catalog.value_words import value_words
from mercery.claims.values import Value, value_to_json
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.studio.extracting import repository
from mercery.studio.extracting.draft import Bulk, Draft, Held, Run, State
from mercery.studio.extracting.proposing import agrees, changed, with_attribute
from mercery.studio.extracting.tables import AttributeDraftRow, AttributeRunRow

READ: Final = "extracting:read"
_SILENT: Final = timedelta(minutes=15)
"""A reading that was not heard of for so long is held to have stopped."""
_MOST: Final = 500
"""Values accepted at once."""


async def start(session: AsyncSession, shop_id: str, actor: Actor, *, everything: bool = False) -> Run:
    """Have a job read the products whose words have changed, or all of them. While one goes on there is no second."""
    going = await running(session, shop_id)
    if going is not None and going.busy:
        raise Conflict("The catalogue is being read already.", remedy="Wait until it is done.", zh="正在阅读，请稍候。")
    row = AttributeRunRow(
        id=new_id("avr"), shop_id=shop_id, state="waiting", everything=everything, total=0, done=0, found=0, problem="",
        started_by=actor.name, started_at=now(), told_at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await repository.forget_old_runs(session, shop_id, row.id)
    await enqueue(session, READ, {"shop_id": shop_id, "run_id": row.id}, lock=f"attributes:{shop_id}")
    return repository.run_of(row)


async def running(session: AsyncSession, shop_id: str) -> Run | None:
    """The newest reading. One whose process was killed is told as failed, and can be begun again."""
    found = await repository.latest_run(session, shop_id)
    if found is None or not found.busy or now() - found.told_at < _SILENT:
        return found
    await repository.note_run(
        session, shop_id, found.id, state="failed", problem="It stopped half way.", ended_at=now()
    )
    return await repository.latest_run(session, shop_id)


async def held(session: AsyncSession, shop_id: str, drafts: Sequence[Draft]) -> list[Held]:
    """The drafts beside what is recorded now."""
    known = await catalog.products(session, shop_id, list(dict.fromkeys(one.product_id for one in drafts)))
    products = {product.id: product for product in known}
    return [
        Held(draft=one, recorded=products[one.product_id].attribute(one.attribute))
        for one in drafts
        if one.product_id in products
    ]


async def accept(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    draft_id: str,
    *,
    version: int | None = None,
    typed: str | None = None,
    lang: Lang = "en",
    value: Value | None = None,
    replace: bool = False,
) -> Draft:
    """Record the value, as it was read or as it is given (`value`, or `typed` in its field). Where another is recorded
    already only with `replace`; Conflict else."""
    # A product's attributes are written whole: two who accept two of them at once would each take back the other's.
    await repository.hold_product(session, shop_id, draft_id)
    row = await _open(session, shop_id, draft_id, version)
    draft = repository.draft_of(row)
    settled = value
    if settled is None:
        settled = draft.value if typed is None else changed(draft.attribute, draft.value, typed, lang)
    product = await catalog.product(session, shop_id, product_id=draft.product_id)
    recorded = product.attribute(draft.attribute)
    if recorded is not None and recorded.value != settled and not replace:
        raise Conflict(
            f"'{recorded.label.text('en')}' is recorded as '{value_words(recorded.value).text('en')}' already.",
            remedy="Look at both, and replace the recorded value if the new one is right.",
            zh="已有不同的记录，请比较后选择替换。",
        )
    label = recorded.label if recorded is not None else draft.label
    await _write(session, shop_id, actor, product, Attribute(name=draft.attribute, label=label, value=settled), draft)
    before = _decide(row, "accepted" if settled == draft.read else "changed", actor)
    row.value = value_to_json(settled)
    await session.flush()
    await record(
        session, shop_id, actor, "attributes.accept", draft.id, before=before,
        after={"product": draft.product_id, "attribute": draft.attribute, "value": row.value, "words": draft.words},
    )  # fmt: skip
    return repository.draft_of(row)


async def refuse(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, version: int | None = None
) -> Draft:
    """Do not record it, and do not propose it again."""
    row = await _open(session, shop_id, draft_id, version)
    before = _decide(row, "refused", actor)
    await session.flush()
    await record(
        session, shop_id, actor, "attributes.refuse", row.id, before=before,
        after={"product": row.product_id, "attribute": row.attribute, "value": row.value, "words": row.words},
    )  # fmt: skip
    return repository.draft_of(row)


async def preview(session: AsyncSession, shop_id: str, least: float, *, attribute: str = "") -> Bulk:
    """What accepting everything from that certainty on would record. Conflicts are left to a person."""
    found = await repository.drafts(session, shop_id, ("proposed",), attribute=attribute, least=least, limit=_MOST)
    beside = await held(session, shop_id, found)
    clear = [one.draft for one in beside if not one.conflicts]
    return Bulk(
        least=least, drafts=clear, products=len({one.product_id for one in clear}),
        conflicts=sum(one.conflicts and not agrees(one.recorded, one.draft.value) for one in beside),
    )  # fmt: skip


async def accept_from(
    session: AsyncSession, shop_id: str, actor: Actor, least: float, expected: int, *, attribute: str = ""
) -> int:
    """Record everything from that certainty on, as the preview said. Conflict when it would be another number by now."""
    if not 0 < least <= 1:
        raise Invalid(
            "A certainty lies between 0 and 1.", remedy="Choose one of those offered.", zh="请选择列出的把握程度。"
        )
    bulk = await preview(session, shop_id, least, attribute=attribute)
    if len(bulk.drafts) != expected:
        raise Conflict(
            f"It would be {len(bulk.drafts)} values now, not {expected}.",
            remedy="Look at the preview again.",
            zh="数量已有变化，请再看一次预览。",
        )
    for draft in bulk.drafts:
        await accept(session, shop_id, actor, draft.id, version=draft.version)
    return len(bulk.drafts)


async def _open(session: AsyncSession, shop_id: str, draft_id: str, version: int | None) -> AttributeDraftRow:
    row = await repository.draft_row(session, shop_id, draft_id)
    if row.state != "proposed" or (version is not None and row.version != version):
        raise Conflict(
            "Somebody has decided on this value already.", remedy="Load the page again.", zh="已有人处理，请刷新页面。"
        )
    return row


def _decide(row: AttributeDraftRow, state: State, actor: Actor) -> dict[str, object]:
    before: dict[str, object] = {"state": row.state, "value": row.value}
    row.state, row.version = state, row.version + 1
    row.decided_at, row.decided_by = now(), f"{actor.kind}:{actor.id}:{actor.name}"
    return before


async def _write(
    session: AsyncSession, shop_id: str, actor: Actor, product: Product, attribute: Attribute, draft: Draft
) -> None:
    """Through the catalogue's own door, so that it becomes a fact and everybody hears of it."""
    if product.attribute(attribute.name) == attribute:
        return
    await catalog.update_product(
        session, shop_id, product.id, actor, attributes=with_attribute(product, attribute),
        reason=f"Read from the {draft.field}: “{draft.words}”",
    )  # fmt: skip
