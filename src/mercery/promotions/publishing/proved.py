"""What comes of a proof of what is in force: it is kept, something that waited for it is done, or rules are held back."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.in_force import InForce, calendar_of, release_row, rules_in_force
from mercery.promotions.publishing import certificates, gate, releasing
from mercery.promotions.publishing.alarms import raise_alarm
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.checking import begin, currencies, supposing
from mercery.promotions.publishing.settings import one_writer


async def settle(
    session: AsyncSession, shop: Shop, supposed: Mapping[str, object], kept: Mapping[str, KeptCertificate]
) -> None:
    """Act on proofs by currency."""
    await one_writer(session, shop.id)
    failing = {code: one for code, one in kept.items() if not one.certificate.passes}
    if "start" in supposed or "roll_back" in supposed:
        await _do_supposed(session, shop, supposed, kept, failing)
        return
    held = await rules_in_force(session, shop.id)
    if not await _about(session, shop, held, kept):
        return
    failing = await _without_accepted(session, shop, held, failing)
    if unopened := {code: one for code, one in failing.items() if code not in held.certificates}:
        await _leave_shut(session, shop, unopened)
        failing = {code: one for code, one in failing.items() if code not in unopened}
    if failing:
        await _hold_back(session, shop, held, failing)
        return
    proofs = {**held.certificates, **{code: one.id for code, one in kept.items() if code not in unopened}}
    sets = await releasing.sets_in_force(session, shop.id)
    if sets and proofs != dict(held.certificates):
        override = await _override(session, shop, held)
        await releasing.put_in_force(
            session, shop, SYSTEM, "prove", sets, certificates=proofs, override=override,
            reason="Proved again after a change of prices, costs or rules",
        )  # fmt: skip


async def _about(session: AsyncSession, shop: Shop, held: InForce, kept: Mapping[str, KeptCertificate]) -> bool:
    """Whether the proofs are still about all that is (or would be) in force; else a later check will be."""
    if not set(currencies(shop, held, None)) <= kept.keys():
        return False
    for currency, one in kept.items():
        calendar = await calendar_of(session, shop, at=now(), currency=currency, within=held, proving=True)
        if not one.covers.holds(calendar, now()):
            return False
    return True


async def _do_supposed(
    session: AsyncSession,
    shop: Shop,
    supposed: Mapping[str, object],
    kept: Mapping[str, KeptCertificate],
    failing: Mapping[str, KeptCertificate],
) -> None:
    if failing:
        what = (
            Words("A rule was not started again", "规则未重新启用")
            if "start" in supposed
            else Words("An earlier calendar was not put back", "未恢复到较早的活动")
        )
        words = Words(f"{what.en}: {_short(failing, 'en')}", f"{what.zh}：{_short(failing, 'zh')}")
        await raise_alarm(session, shop.id, "proof", words, rule=str(supposed.get("start", "")))
        return
    actor = Actor(kind="staff", id=str(supposed["actor"]), name=str(supposed["name"]))
    # Something else may have come into force, or a price moved, while this was proved.
    if not await _about(session, shop, await supposing(session, shop, supposed), kept):
        await begin(session, shop, actor, supposed=dict(supposed))
        return
    proofs, reason = {code: one.id for code, one in kept.items()}, str(supposed["reason"])
    if "start" in supposed:
        rule = str(supposed["start"])
        owner = (await rules_in_force(session, shop.id)).set_of(rule)
        if owner is not None and rule in owner.stopped:
            await gate.start_proved(session, shop, actor, rule, proofs, reason=reason)
        return
    number = int(str(supposed["roll_back"]))
    await gate.roll_back_proved(session, shop, actor, number, proofs, reason=reason)


async def _without_accepted(
    session: AsyncSession, shop: Shop, held: InForce, failing: Mapping[str, KeptCertificate]
) -> dict[str, KeptCertificate]:
    """Those worse than what two people have accepted below the floor."""
    if not failing or not await _override(session, shop, held):
        return dict(failing)
    accepted = await certificates.certificates(session, shop.id, held.certificates)
    return {
        code: one
        for code, one in failing.items()
        if code not in accepted or one.certificate.bound > accepted[code].certificate.bound
    }


async def _override(session: AsyncSession, shop: Shop, held: InForce) -> str:
    return (await release_row(session, shop.id, held.release)).override if held.release else ""


async def _leave_shut(session: AsyncSession, shop: Shop, unopened: Mapping[str, KeptCertificate]) -> None:
    """Say that rules are not in force in a currency the shop has begun to sell in; elsewhere they go on."""
    codes = ", ".join(unopened)
    words = Words(
        f"Promotions are not in force in {codes}: a cart may fall below the floor {_short(unopened, 'en')}",
        f"促销在 {codes} 中不生效：有购物车可能低于底线，{_short(unopened, 'zh')}",
    )
    figures = {code: {"found": one.certificate.found, "bound": one.certificate.bound} for code, one in unopened.items()}
    await raise_alarm(session, shop.id, "proof", words, figures=figures)


async def _hold_back(session: AsyncSession, shop: Shop, held: InForce, failing: Mapping[str, KeptCertificate]) -> None:
    """Say it, and stop the rule at fault where the shop wants that; what is left is proved again by stopping it."""
    rule = _at_fault(held, failing)
    stops = held.settings.on_price_change == "hold" and bool(rule)
    figures = {code: {"found": one.certificate.found, "bound": one.certificate.bound} for code, one in failing.items()}
    words = Words(
        f"With the prices and costs of today a cart may fall below the floor: {_short(failing, 'en')}"
        + (f" The rule '{rule}' was stopped." if stops else ""),
        f"按今日价格与成本，有购物车可能低于底线：{_short(failing, 'zh')}" + (f"规则“{rule}”已停用。" if stops else ""),
    )
    await raise_alarm(session, shop.id, "prices", words, rule=rule, figures=figures, stopped=stops)
    if stops:
        await gate.stop_rule(session, shop, SYSTEM, rule, reason=words.en)


def _at_fault(held: InForce, failing: Mapping[str, KeptCertificate]) -> str:
    """The rule in force whose absence helps most."""
    faults = sorted(
        (fault for one in failing.values() for fault in one.certificate.faults),
        key=lambda fault: (-fault.alone, -fault.share, fault.rule),
    )
    known = [fault.rule for fault in faults if any(fault.rule == rule.id for one in held.sets for rule in one.rules)]
    used = [
        step.rule
        for one in failing.values()
        if one.certificate.worst
        for step in sorted(one.certificate.worst.priced.steps, key=lambda step: -step.discount)
    ]
    return next(iter([*known, *used]), "")


def _short(failing: Mapping[str, KeptCertificate], lang: str) -> str:
    amounts = [Money(max(one.certificate.found, one.certificate.bound), code) for code, one in failing.items()]
    if lang == "zh":
        return f"最多低 {'、'.join(amount.text('zh') for amount in amounts)}。"
    return f"by up to {', '.join(amount.text() for amount in amounts)}."
