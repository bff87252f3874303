"""Every selection a buyer could make, written down as the guide says it and not as the search does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.walk import Priced, Selection
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Gift, Points, Tiers
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Need, Rule
from mercery.promotions.rules.scope import Scope


def every_price(calendar: Calendar, cart: Cart, buyer: Buyer) -> Iterator[Priced]:
    """The cart under every selection."""
    for selection in every_selection(calendar, cart, buyer):
        yield evaluate(calendar, cart, selection, buyer)


def every_selection(calendar: Calendar, cart: Cart, buyer: Buyer) -> Iterator[Selection]:
    """All subsets of the open rules that a buyer may have, exclusive ones alone."""
    rules = [rule for rule in calendar.rules if _open(rule, buyer)]
    order = [rule for rule in rules if rule.level != "line"]
    codes = sorted({key for rule in rules if (key := _toggle(rule)) is not None})
    for held in _subsets(codes):
        by_line = [_line_subsets(calendar, cart, number, rules, held) for number in range(len(cart))]
        for lines in product(*by_line):
            named = tuple(tuple(rule.id for rule in one) for one in lines)
            after = [line.total for line in evaluate(calendar, cart, Selection(lines=named), buyer).lines]
            seen: set[frozenset[str]] = set()
            for chosen in _subsets(order):
                if _may(calendar, chosen, order, held):
                    left = [
                        *_alone(calendar, cart, [rule for rule in chosen if rule.level == "order"], after),
                        *_alone(calendar, cart, [rule for rule in chosen if rule.level == "ship"], after),
                    ]
                    ids = frozenset(rule.id for rule in left)
                    if ids not in seen:
                        seen.add(ids)
                        yield Selection(order=tuple(ids), lines=named)


def _open(rule: Rule, buyer: Buyer) -> bool:
    if rule.who and not rule.who & buyer.audiences:
        return False
    if rule.code is not None and buyer.wallet is not None and not buyer.wallet.get(rule.code):
        return False
    return rule.per_user is None or buyer.used.get(rule.id, 0) < rule.per_user


def _toggle(rule: Rule) -> str | None:
    if rule.group is not None:
        return None
    if rule.code is not None:
        return f"code {rule.code}"
    return f"points {rule.id}" if isinstance(rule.benefit, Points) else None


def _may(calendar: Calendar, chosen: Sequence[Rule], among: Sequence[Rule], held: Sequence[str]) -> bool:
    """Whether of each group at most so many are taken, and without group exactly those held or automatic."""
    for rule in among:
        if rule.group is None:
            toggle = _toggle(rule)
            if (rule in chosen) != (toggle is None or toggle in held):
                return False
    groups = [rule.group for rule in chosen if rule.group is not None]
    return all(groups.count(name) <= calendar.policy.group_most.get(name, 1) for name in groups)


def _line_subsets(
    calendar: Calendar, cart: Cart, number: int, rules: Sequence[Rule], held: Sequence[str]
) -> list[tuple[Rule, ...]]:
    sku = calendar.skus[cart[number].sku]
    among = [rule for rule in rules if rule.level == "line" and rule.scope.has(sku)]
    found: list[tuple[Rule, ...]] = []
    lists = [calendar.skus[line.sku].price * line.quantity for line in cart]
    for chosen in _subsets(among):
        groups = [rule.group for rule in chosen if rule.group is not None]
        free = all(
            (rule in chosen) == (_toggle(rule) is None or _toggle(rule) in held) for rule in among if rule.group is None
        )
        if free and len(groups) == len(set(groups)):
            left = tuple(_alone(calendar, cart, list(chosen), lists))
            if left not in found:
                found.append(left)
    return found


def _alone(calendar: Calendar, cart: Cart, chosen: list[Rule], amounts: Sequence[int]) -> list[Rule]:
    usable = [rule for rule in chosen if rule.exclusive and _reached(calendar, cart, rule, amounts)]
    if not usable:
        return chosen
    top = max(rule.priority for rule in usable)
    return [next(rule for rule in calendar.rules if rule in usable and rule.priority == top)]


def _reached(calendar: Calendar, cart: Cart, rule: Rule, amounts: Sequence[int]) -> bool:
    after = amounts
    if (rule.need_basis or rule.basis) == "list":
        amounts = [calendar.skus[line.sku].price * line.quantity for line in cart]
    scope: Scope = rule.need_scope or rule.scope
    seen = [at for at, line in enumerate(cart) if scope.has(calendar.skus[line.sku])]
    units = sum(cart[at].quantity for at in seen)
    touches = any(rule.scope.has(calendar.skus[line.sku]) for line in cart)
    met = sum(amounts[at] for at in seen) >= rule.need_amount and units >= rule.need_qty
    met = met and all(_also(calendar, cart, need, amounts) for need in rule.also)
    return touches and met and _begins(calendar, cart, rule, after, sum(amounts[at] for at in seen), units)


def _also(calendar: Calendar, cart: Cart, need: Need, amounts: Sequence[int]) -> bool:
    seen = [at for at, line in enumerate(cart) if need.scope.has(calendar.skus[line.sku])]
    return (
        sum(amounts[at] for at in seen) >= need.amount
        and sum(cart[at].quantity for at in seen) >= need.qty
        and len({cart[at].sku for at in seen}) >= need.kinds
    )


def _begins(calendar: Calendar, cart: Cart, rule: Rule, after: Sequence[int], read: int, units: int) -> bool:
    """Whether the first step, tier or group of the benefit is full."""
    benefit = rule.benefit
    among = [at for at, line in enumerate(cart) if rule.scope.has(calendar.skus[line.sku])]
    if rule.basis == "list":
        after = [calendar.skus[line.sku].price * line.quantity for line in cart]
    if isinstance(benefit, Every | Gift) and benefit.step is not None:
        return sum(after[at] for at in among) >= benefit.step
    if isinstance(benefit, BuyGet | Bundle):
        return sum(cart[at].quantity for at in among) >= benefit.n
    if isinstance(benefit, Tiers) and rule.level != "line":
        return (read if benefit.by == "amount" else units) >= benefit.steps[0][0]
    return True


def _subsets(things: Sequence[object]) -> Iterator[tuple]:  # type: ignore[type-arg]
    return chain.from_iterable(combinations(things, count) for count in range(len(things) + 1))
