"""What comes back for a piece of one's own order: its allocated share, told without anything being asked for. Pure."""

from __future__ import annotations

from dataclasses import replace

from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.matching import goods_named
from mercery.assistant.desk.state import DeskState
from mercery.assistant.desk.telling import Telling
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.promoting.asking import asks
from mercery.core.money import Money
from mercery.orders.order import Order
from mercery.orders.paid import left_to_return


def tell_worth(state: DeskState, heard: Heard, view: View, orders: list[Order], tell: Telling) -> DeskState | None:
    """`For one Candle €8.27 comes back`, for the pieces named, else for all of the one order; None where that is not asked."""
    if "back" not in asks(heard.raw) or len(orders) != 1:
        return None
    order = orders[0]
    left = left_to_return(order)
    named = {title for one in goods_named(heard.tokens, view.titles.values()) for title in one.titles}
    pieces = {piece.sku: piece for piece in view.pieces(order.number) if left.get(piece.sku)}
    asked = [piece for piece in pieces.values() if piece.title in named] or list(pieces.values())
    for piece in asked:
        _one(piece, left[piece.sku], order, tell)
    return replace(state, order=order.number, question="") if asked else None


def _one(piece: Piece, units: list[Money], order: Order, tell: Telling) -> None:
    """Of several that were paid with a cent more or less, the first that comes back is the one with the least."""
    told = tell.order(order, f"refund_{piece.sku}", tell.money(units[-1]))
    tell.say(
        "For one {piece} {amount} comes back.", "退一件{piece}，可退 {amount}。", piece=tell.piece(piece), amount=told
    )
    if len(units) > 1:
        whole = Money(sum(one.minor for one in units), order.currency)
        both = tell.order(order, f"refund_all_{piece.sku}", tell.money(whole))
        tell.say(
            "For all {count} it is {amount}.", "全部 {count} 件可退 {amount}。", count=str(len(units)), amount=both
        )
