"""The way into force: asked for by one person, published by another, on a proof that still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mercery.core.money import Money
from mercery.promotions.in_force import InForce, calendar_of, release_numbered, release_row, rules_in_force
from mercery.promotions.publishing import certificates, releasing
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.checking import begin, currencies, started
from mercery.promotions.publishing.drafting import note, refuse_clashes, refuse_unless_open
from mercery.promotions.publishing.errors import BelowFloor, ProofNeeded, SecondPersonNeeded
from mercery.promotions.publishing.sets import STATE_ZH, PromotionSet, locked, promotion_set
from mercery.promotions.publishing.settings import one_writer
from mercery.promotions.publishing.unknown_costs import decided, unknown_costs_of

_STAFF: Final = "stf_"
"""How the ids of people begin."""


async def ask(session: AsyncSession, shop: Shop, actor: Actor, set_id: str, *, reason: str = "") -> PromotionSet:
    """Ask for a second person. Without a passing proof only with a `reason` for going below the floor: BelowFloor."""
    row, one = await locked(session, shop.id, set_id)
    refuse_unless_open(one)
    proofs = await _proofs(session, shop, one)
    passes = all(kept.certificate.passes for kept in proofs.values())
    if not passes and not reason.strip():
        raise below_floor(proofs)
    row.state, row.updated_at = "waiting", now()
    row.asked_by_id, row.asked_by = actor.id, actor.name
    row.asked_reason = "" if passes else reason.strip()
    await note(session, shop.id, actor, "ask", row, after={"below_floor": not passes}, reason=reason)
    return await promotion_set(session, shop.id, set_id)


async def send_back(session: AsyncSession, shop: Shop, actor: Actor, set_id: str, *, reason: str) -> PromotionSet:
    """Give a set that waits back to its author."""
    _reason(reason)
    row, one = await locked(session, shop.id, set_id)
    if one.state != "waiting":
        raise Conflict("This set does not wait for a second person.", zh="此促销不在等待第二人核准。")
    row.state, row.updated_at = "checked", now()
    row.asked_by_id, row.asked_by, row.asked_reason = "", "", ""
    await note(session, shop.id, actor, "send_back", row, reason=reason)
    return await promotion_set(session, shop.id, set_id)


async def publish(
    session: AsyncSession, shop: Shop, actor: Actor, set_id: str, *, reason: str = "", despite_unknown_costs: str = ""
) -> int:
    """Put a waiting set into force; returns the release's number.

    SecondPersonNeeded for its author, for who asked to go below the floor, and for programs. Forbidden for who does not
    work for the shop or may not publish. ProofNeeded when prices, costs or rules have changed since the proof. A set
    below the floor needs an owner and a `reason` of theirs, too: BelowFloor. CostsUnknown where goods its rules reach have
    no known cost, unless `despite_unknown_costs` says why it is published all the same: that stands in the record.
    """
    await one_writer(session, shop.id)
    row, one = await locked(session, shop.id, set_id)
    if one.state != "waiting":
        raise Conflict(
            f"This set is {one.state}: it does not wait for a second person.",
            remedy="Have it asked for first.",
            zh=f"此促销{STATE_ZH[one.state]}，不在等待第二人核准，请先提交核准。",
        )
    refuse_first_person(one, actor)
    await _allowed(session, shop, actor, Permission.PUBLISH_PROMOTIONS)
    await refuse_clashes(session, shop.id, one)
    proofs = await _proofs(session, shop, one)
    override = ""
    if not all(kept.certificate.passes for kept in proofs.values()):
        if not (one.asked_reason and reason.strip()):
            raise below_floor(proofs)
        await _allowed(session, shop, actor, Permission.OVERRIDE_FLOOR)
        override = f"{one.asked_reason} / {reason.strip()}"
    noted = decided(await unknown_costs_of(session, shop, one), despite_unknown_costs)
    held = await rules_in_force(session, shop.id)
    kept = [data for data in await releasing.sets_in_force(session, shop.id) if data["id"] != one.id]
    mine = releasing.stored(one.id, one.version, one.name, one.currency, one.written, one.watch)
    row.state, row.published_at, row.published_by, row.updated_at = "published", now(), actor.name, now()
    await session.flush()
    return await releasing.put_in_force(
        session, shop, actor, "publish", [*kept, mine], override=override, first_person=one.asked_by, reason=reason,
        certificates={**held.certificates, **{code: proof.id for code, proof in proofs.items()}},
        subject=f"promotion:{one.id}", noted=noted,
    )  # fmt: skip


async def end(session: AsyncSession, shop: Shop, actor: Actor, set_id: str, *, reason: str) -> int:
    """Take a published set out of force now. What is left is proved again."""
    _reason(reason)
    await one_writer(session, shop.id)
    row, one = await locked(session, shop.id, set_id)
    if one.state not in ("published", "stopped"):
        raise Conflict(f"This set is {one.state}, not in force.", zh=f"此促销{STATE_ZH[one.state]}，并未生效。")
    row.state, row.ended_at, row.updated_at = "ended", now(), now()
    await session.flush()
    left = [data for data in await releasing.sets_in_force(session, shop.id) if data["id"] != set_id]
    return await _changed(session, shop, actor, "end", left, reason=reason, subject=f"promotion:{set_id}")


async def stop_rule(session: AsyncSession, shop: Shop, actor: Actor, rule: str, *, reason: str) -> int:
    """Stop one rule at once. What is left is proved again; only a person starts it anew."""
    _reason(reason)
    await one_writer(session, shop.id)
    held = await rules_in_force(session, shop.id)
    owner = held.set_of(rule)
    if owner is None or rule in owner.stopped:
        raise Conflict(f"The rule '{rule}' is not in force.", zh=f"规则“{rule}”未在生效。")
    sets = releasing.with_stopped(await releasing.sets_in_force(session, shop.id), rule, stopped=True)
    await mark_sets(session, shop.id, sets)
    return await _changed(session, shop, actor, "stop", sets, reason=reason, subject=f"rule:{rule}")


async def start_rule(session: AsyncSession, shop: Shop, actor: Actor, rule: str, *, reason: str) -> bool:
    """Have a stopped rule in force again. Whether it is so already: else it is proved first, and starts when that passes."""
    _reason(reason)
    _person(actor)
    await one_writer(session, shop.id)
    held = await rules_in_force(session, shop.id)
    owner = held.set_of(rule)
    if owner is None or rule not in owner.stopped:
        raise Conflict(f"The rule '{rule}' is not stopped.", zh=f"规则“{rule}”并未停用。")
    supposed = await started(session, shop.id, held, rule)
    proofs = await holding(session, shop, supposed)
    if proofs is None:
        await _proved_first(session, shop, actor, {"start": rule}, reason)
        return False
    await start_proved(session, shop, actor, rule, proofs, reason=reason)
    return True


async def start_proved(
    session: AsyncSession, shop: Shop, actor: Actor, rule: str, proofs: Mapping[str, str], *, reason: str
) -> int:
    """Start a rule whose calendar was proved."""
    sets = releasing.with_stopped(await releasing.sets_in_force(session, shop.id), rule, stopped=False)
    await mark_sets(session, shop.id, sets)
    return await releasing.put_in_force(
        session, shop, actor, "start", sets, certificates=proofs, reason=reason, subject=f"rule:{rule}"
    )


async def roll_back(session: AsyncSession, shop: Shop, actor: Actor, number: int, *, reason: str) -> bool:
    """Put the calendar of an earlier release back, as one. Whether it is so already: else it is proved first."""
    _reason(reason)
    _person(actor)
    await one_writer(session, shop.id)
    earlier = await release_numbered(session, shop.id, number)
    if number == (await rules_in_force(session, shop.id)).release:
        raise Conflict(f"Release {number} is in force.", zh=f"第 {number} 次发布正在生效。")
    proofs = await holding(session, shop, earlier)
    if proofs is None:
        await _proved_first(session, shop, actor, {"roll_back": number}, reason)
        return False
    await roll_back_proved(session, shop, actor, number, proofs, reason=reason)
    return True


async def roll_back_proved(
    session: AsyncSession, shop: Shop, actor: Actor, number: int, proofs: Mapping[str, str], *, reason: str
) -> int:
    """Put back an earlier calendar that was proved again."""
    row = await release_row(session, shop.id, number)
    gone = {data["id"] for data in await releasing.sets_in_force(session, shop.id)} - {one["id"] for one in row.sets}
    for set_id in gone:
        set_row, _ = await locked(session, shop.id, set_id)
        set_row.state, set_row.ended_at, set_row.updated_at = "rolled_back", now(), now()
    await session.flush()
    await mark_sets(session, shop.id, row.sets)
    return await releasing.put_in_force(
        session, shop, actor, "roll_back", row.sets, certificates=proofs, reason=reason, subject=f"release:{number}"
    )


async def mark_sets(session: AsyncSession, shop_id: str, sets: list[Json]) -> None:
    """Let the sets in force say so: `stopped` where none of its rules is left, else `published`."""
    for data in sets:
        row, one = await locked(session, shop_id, data["id"])
        every = {str(rule["id"]) for rule in data["rules"]}
        state = "stopped" if every <= set(data.get("stopped", ())) else "published"
        if one.state != state:
            row.state, row.updated_at, row.ended_at = state, now(), None
    await session.flush()


async def holding(session: AsyncSession, shop: Shop, supposed: InForce) -> dict[str, str] | None:
    """Proofs, by currency, that hold for a calendar; None where one is lacking."""
    found: dict[str, str] = {}
    for currency in currencies(shop, supposed, None):
        calendar = await calendar_of(session, shop, at=now(), currency=currency, within=supposed, proving=True)
        kept = await certificates.newest_that_holds(session, shop.id, calendar, now())
        if kept is None:
            return None
        found[currency] = kept.id
    return found


async def _changed(
    session: AsyncSession, shop: Shop, actor: Actor, kind: releasing.ReleaseKind, sets: list[Json], *, reason: str,
    subject: str,
) -> int:  # fmt: skip
    """Put fewer rules into force at once; fewer rules are not always a higher price, so they are proved again."""
    held = await rules_in_force(session, shop.id)
    number = await releasing.put_in_force(
        session, shop, actor, kind, sets, certificates=held.certificates, reason=reason, subject=subject
    )
    if any(data["rules"] for data in sets):
        await begin(session, shop, actor)
    return number


async def _proved_first(session: AsyncSession, shop: Shop, actor: Actor, what: Json, reason: str) -> None:
    who = {"actor": actor.id, "name": actor.name, "reason": reason.strip()}
    await begin(session, shop, actor, supposed={**what, **who})


async def _proofs(session: AsyncSession, shop: Shop, one: PromotionSet) -> dict[str, KeptCertificate]:
    """The proofs of the set's newest check; ProofNeeded unless they are about what would be in force now."""
    held = await rules_in_force(session, shop.id)
    proofs = await certificates.certificates(session, shop.id, one.certificates)
    for currency in currencies(shop, held, one):
        calendar = await calendar_of(
            session, shop, at=now(), currency=currency, drafts=[one], within=held, proving=True
        )
        kept = proofs.get(currency)
        if kept is None:
            raise ProofNeeded("The set was not proved yet.", remedy="Have it checked.", zh="此促销尚未证明，请先检查。")
        if changed := kept.covers.differs(calendar, now()):
            named = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
            raise ProofNeeded(
                f"Prices, costs or rules have changed since the proof: {named}.",
                remedy="Have it checked again.",
                zh=f"证明之后价格、成本或规则已有变化（{named}），请重新检查。",
            )
    return {currency: proofs[currency] for currency in currencies(shop, held, one)}


def below_floor(proofs: Mapping[str, KeptCertificate]) -> BelowFloor:
    """The refusal, with how far a cart may fall below the floor."""
    said: list[tuple[str, str]] = []
    for code, kept in proofs.items():
        found, bound = kept.certificate.found, kept.certificate.bound
        if kept.certificate.passes:
            continue
        if found > 0:
            amount = Money(found, code).text()
            said.append((f"A cart was found {amount} below the floor.", f"有订单低于底线 {amount}。"))
        else:
            amount = Money(bound, code).text()
            said.append(
                (
                    f"No cart below the floor was found, but one may be {amount} below it.",
                    f"未发现低于底线的订单，但最多可能低 {amount}。",
                )
            )
    return BelowFloor(
        " ".join(en for en, _ in said) or "The proof does not pass.",
        remedy="Repair the rules, or ask for publishing below the floor with a reason and a second person.",
        problems=[Problem(field="rules", message=en, zh=zh) for en, zh in said],
        zh=f"{''.join(zh for _, zh in said) or '未通过证明。'}请修改规则，或写明原因，由第二人核准后低于底线发布。",
    )


def refuse_first_person(one: PromotionSet, actor: Actor) -> None:
    """SecondPersonNeeded for the author, for who asked to go below the floor or for what no person of the shop wrote, and
    for programs: a key, or a command line, is somebody's own hand."""
    _person(actor)
    written_by_a_person = one.author_id.startswith(_STAFF)
    first = {one.author_id} | ({one.asked_by_id} if one.asked_reason or not written_by_a_person else set())
    if actor.id in first:
        raise SecondPersonNeeded(
            "A second person has to publish this.",
            remedy=f"Somebody other than {actor.name} may.",
            zh=f"须由 {actor.name} 以外的另一人发布。",
        )


async def _allowed(session: AsyncSession, shop: Shop, actor: Actor, needed: Permission) -> None:
    """Forbidden for who does not work for the shop, or not as somebody who may; whatever way they come."""
    try:
        may = (await accounts.membership(session, shop.id, actor.id)).may(needed)
    except NotFound:
        may = False
    if may:
        return
    if needed is Permission.OVERRIDE_FLOOR:
        raise Forbidden(
            "Only an owner may publish below the floor.",
            remedy="Ask an owner, or send it back.",
            zh="只有店主可以发布低于底线的促销，请联系店主，或退回修改。",
        )
    raise Forbidden(
        f"{actor.name} may not publish promotions of this shop.",
        remedy="Ask somebody who may.",
        zh=f"{actor.name} 无权发布本店促销，请联系有权限的人。",
    )


def _person(actor: Actor) -> None:
    if actor.kind != "staff":
        raise SecondPersonNeeded(
            "Only a person may do this.", remedy="Sign in to the console.", zh="此操作只能由人执行，请登录控制台。"
        )


def _reason(reason: str) -> None:
    if not reason.strip():
        message = "Say why."
        raise Invalid(
            message, problems=[Problem(field="reason", message=message, zh="请写明原因。")], zh="请写明原因。"
        )
