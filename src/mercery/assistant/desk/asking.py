"""The one question that comes next in a task. Pure."""

from __future__ import annotations

from dataclasses import replace

from mercery.assistant.desk.planning import Prepared
from mercery.assistant.desk.showing import list_variants
from mercery.assistant.desk.state import DeskState
from mercery.assistant.desk.telling import STATUS, Telling
from mercery.assistant.desk.view import View


def ask_for(prepared: Prepared, state: DeskState, view: View, tell: Telling) -> DeskState:
    """The one question that comes next."""
    task = prepared.task
    match prepared.slot:
        case "order_id":
            _ask_order(prepared, view, tell)
        case "item":
            pieces = prepared.pieces or view.pieces(task.order)
            named = "; ".join(tell.piece(piece) for piece in pieces)
            verb = tell.pick(
                "returned" if task.kind == "return" else "changed", "退" if task.kind == "return" else "换"
            )
            tell.say(
                "Which pieces of order {number} shall be {verb}: {pieces}?", "订单 {number} 中要{verb}哪一件：{pieces}？", number=task.order, verb=verb, pieces=named,
            )  # fmt: skip
        case "new_option":
            return _ask_option(prepared, state, tell)
        case "reason":
            tell.say(
                "For what reason: is it no longer needed, or was it ordered by mistake? With the reason, please say yes if I shall cancel it.",
                "请问原因是：不再需要，还是误下单？如确认取消，请一并回复“是”。",
            )
        case "new_address":
            tell.say(
                "What is the full new address: street, city, state and postcode?",
                "请告诉我完整的新地址：街道、城市、州（省）和邮编。",
            )
        case "payment_method":
            _ask_method(prepared, view, tell)
        case "confirmation":
            tell.say("Shall I cancel the whole order, or leave it as it is?", "要取消整个订单，还是保持不变？")
        case _:
            pass
    return state


def _ask_order(prepared: Prepared, view: View, tell: Telling) -> None:
    if prepared.orders:
        named = "; ".join(
            f"{order.number} ({STATUS[order.status].text(tell.lang)}: {tell.listed(tell.title(piece) for piece in view.pieces(order.number))})"
            for order in prepared.orders[:6]
        )
        tell.say("Which order is it: {orders}?", "请问是哪个订单：{orders}？", orders=named)
    elif prepared.refusal is not None:
        tell.say(
            "If you mean another order of yours, please tell me its number.", "如果是您的其他订单，请告诉我订单号。"
        )
    else:
        tell.say("Which order is it? Please tell me its number.", "请问是哪个订单？请告诉我订单号。")


def _ask_option(prepared: Prepared, state: DeskState, tell: Telling) -> DeskState:
    choice, piece = prepared.choice, prepared.piece
    assert choice is not None and piece is not None
    wanted = bool(next((wish.wants for wish in prepared.task.pieces if wish.index == piece.index), ()))
    if choice.kind == "sold_out" and choice.variant is not None:
        one = choice.variant
        tell.say("{variant} is sold out.", "{variant} 缺货。", variant=tell.offer(one, "stock", tell.variant(one)))
    elif choice.kind == "same":
        tell.say("That is the {piece} you already have.", "这就是您现有的 {piece}。", piece=tell.piece(piece))
    elif choice.kind == "none" and wanted:
        tell.say("There is no {title} just like that.", "没有完全符合的 {title}。", title=tell.title(piece))
    list_variants(choice.others, piece, tell)
    if choice.others:
        tell.say(
            "Which one would you like instead of your {piece}?", "要把 {piece} 换成哪一款？", piece=tell.piece(piece)
        )
    else:
        tell.say("Nothing else of this product can be had at the moment.", "该商品目前没有其他现货可换。")
    return replace(
        state,
        listed=tuple(one.sku for one in choice.others[:12]),
        product=piece.product_id,
        piece=piece.sku,
        variant=choice.others[0].sku if len(choice.others) == 1 else "",
    )


def _ask_method(prepared: Prepared, view: View, tell: Telling) -> None:
    order = view.order(prepared.task.order)
    original = view.paid_by(order) if order else None
    names = []
    for method in prepared.methods:
        mark = tell.pick(" (the original payment)", "（原支付方式）") if original and method.id == original.id else ""
        balance = (
            tell.pick(f" ({tell.money(method.balance)} left)", f"（余额 {tell.money(method.balance)}）")
            if method.kind == "gift_card" and method.balance
            else ""
        )
        names.append(f"{tell.method(method)}{mark}{balance}")
    options = tell.pick(" or ", "还是").join(names)
    if prepared.task.kind == "return":
        tell.say(
            "Where shall the refund go: {methods}? With it, please say yes if I shall go ahead.",
            "退款退到哪里：{methods}？如确认办理，请一并回复“是”。",
            methods=options,
        )
    elif prepared.task.kind == "payment":
        tell.say("By what shall it be paid instead: {methods}?", "要改用哪种方式支付：{methods}？", methods=options)
    else:
        tell.say(
            "Which payment method for the difference: {methods}? With it, please say yes if I shall go ahead.",
            "差价用哪种方式结算：{methods}？如确认办理，请一并回复“是”。",
            methods=options,
        )
