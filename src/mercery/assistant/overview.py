"""What the assistant tells the overview: what its model cost, and when it goes on without one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from babel.numbers import get_currency_symbol
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission.service import admitted
from mercery.assistant.ledger import Spending, day_begins, left_alone, spending
from mercery.core.config import Settings, settings
from mercery.core.i18n import Words

_PAGE: Final = "/console/settings/model"
_FAILURES: Final[Mapping[str, Words]] = {
    "unreachable": Words("it cannot be reached", "无法连接"),
    "refused": Words("it refuses the calls", "拒绝调用"),
    "late": Words("it answers too late", "响应过慢"),
    "broken": Words("it breaks its answers off", "回复中断"),
    "paused": Words("it is left alone for a minute", "已暂停调用一分钟"),
}


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """The model's cost in the time, and whatever keeps it from its work. Nothing where no model is set."""
    chosen = settings()
    model = chosen_chat(chosen)
    if model is None:
        return OverviewPart()
    used = await spending(session, shop, chosen.chat_currency, period.since)
    today = await spending(session, shop, chosen.chat_currency, day_begins(shop, period.until))
    needs: list[NeedsPerson] = []
    if failure := await left_alone(session, shop, model.name):
        needs.append(_down(failure))
    if today.micros >= _micros(chosen.chat_cap_day) and not _free(chosen):
        needs.append(_capped(chosen))
    if await admitted(session, shop.id, model.name) is None:
        needs.append(_not_admitted())
    return OverviewPart(rows=(_row(used),) if used.calls else (), needs=tuple(needs))


def money(micros: int, currency: str) -> str:
    """An amount that may be small: $0.0042, €1.20."""
    amount = Decimal(micros) / 1_000_000
    symbol = get_currency_symbol(currency, locale="en_US").replace("CN¥", "¥")
    if symbol == currency:
        symbol += "\u00a0"
    fine = micros % 10_000 and amount < 1
    return f"{symbol}{amount:,.4f}" if fine else f"{symbol}{amount:,.2f}"


def _row(used: Spending) -> OverviewRow:
    return OverviewRow(
        label=Words("The model cost", "模型花费"),
        figure=money(used.micros, used.currency),
        how=Words(
            f"{used.calls:,} calls in {used.conversations:,} conversations and in exams, {used.answered:,} of them answered; "
            f"{used.tokens:,} tokens",
            f"{used.conversations:,} 次会话及考核中共调用 {used.calls:,} 次，{used.answered:,} 次得到回复；共 {used.tokens:,} 个 token",
        ),
        url=_PAGE,
    )


def _down(failure: str) -> NeedsPerson:
    why = _FAILURES.get(failure, Words("it fails", "调用失败"))
    return NeedsPerson(
        title=Words("The assistant works without its model", "店员暂未使用模型"),
        text=Words(
            f"The last calls failed: {why.en}. Answers go on in the code's own words.",
            f"最近的调用均失败：{why.zh}。店员仍以系统自身的语句作答。",
        ),
        url=_PAGE,
        act=Words("Look at the model", "查看模型"),
    )


def _capped(chosen: Settings) -> NeedsPerson:
    cap = money(_micros(chosen.chat_cap_day), chosen.chat_currency)
    return NeedsPerson(
        title=Words("The model's cap for today is reached", "今日模型花费已达上限"),
        text=Words(
            f"{cap} a day is set. Until tomorrow answers go on in the code's own words.",
            f"每日上限为 {cap}。明日之前，店员以系统自身的语句作答。",
        ),
        url=_PAGE,
        act=Words("Look at the cost", "查看花费"),
    )


def _not_admitted() -> NeedsPerson:
    return NeedsPerson(
        title=Words("A model is set and may do nothing yet", "模型已接入，但尚未准入"),
        text=Words(
            "It has to pass an exam on this shop's own facts before it may word an answer.",
            "模型须先通过以本店事实为题的考核，方可参与答复措辞。",
        ),
        url=_PAGE,
        act=Words("Examine it", "开始考核"),
    )


def _micros(amount: Decimal) -> int:
    return int(amount * 1_000_000)


def _free(chosen: Settings) -> bool:
    return not chosen.chat_price_read and not chosen.chat_price_written
