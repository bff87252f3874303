"""Paying in parts, worked out from the shop's rule: each part, the fee, the sum, for an order or for the price of one product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.closed_text import Taken, matter, taken
from mercery.claims.grammar.priced import priced
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class InParts:
    """The rule: for sums from `low` to `high` in one currency, so many parts without a fee, and so many with a share added."""

    clause: Clause
    currency: str
    low: Decimal
    high: Decimal
    free: Decimal
    charged: Decimal | None
    percent: Decimal

    def fee(self, total: Decimal, parts: Decimal) -> Decimal | None:
        """What is added to the sum; None where it cannot be paid in so many parts."""
        if not self.low <= total <= self.high:
            return None
        if parts == self.free:
            return Decimal(0)
        return total * self.percent / 100 if parts == self.charged else None


def in_parts(units: Iterable[Clause]) -> InParts | None:
    """The shop's own rule, where its texts give just one."""
    found = dict[str, InParts]()
    for clause in units:
        if not {"c:instalment", "c:free"} <= clause.affirmed:
            continue
        money = [one for one in clause.amounts if one.kind == "money" and one.high is not None]
        counts = [one.value for one in clause.amounts if one.kind == "number"]
        shares = [one.value for one in clause.amounts if one.kind == "percent"]
        if len(money) != 1 or money[0].high is None or len(counts) not in (1, 2) or len(shares) != len(counts) - 1:
            continue
        held = found.get(clause.fact_id)
        if held is None or (held.charged is None and len(counts) == 2):
            found[clause.fact_id] = InParts(
                clause=clause, currency=money[0].unit, low=money[0].value, high=money[0].high, free=counts[0],
                charged=counts[1] if len(counts) == 2 else None, percent=shares[0] if shares else Decimal(0),
            )  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else None


_WORDED: Final = matter(
    {
        "near": (
            r"(?:N|O) (?:equal |monthly )?(?:payments|instalments|parts) (?:of|at) (?:roughly|about|around|approximately|some) M(?: each)?",
            r"(?:roughly|about|around|approximately) M (?:a|per|each|every) (?:month|instalment|payment)",
        ),
        "each": (
            r"(?:M|N) (?:a|per|each|every|for each) (?:month|instalment|payment|time|go|pop)|M (?:each time|each|monthly|a time|at a time)",
            r"(?:N|O) (?:equal |monthly )?(?:payments|instalments|parts|instalment|payment)(?: of| at) M(?: each)?",
            r"(?:payments|instalments) of M(?: each)?",
            r"(?:平均)?每(?:期|个?月|次|一期|一?笔)(?:只|仅|大概|大约|约|差不多)*(?:需要?|付|还|交|是|为|就是|要付|只要)?(?:付|还|交)?(?:大概|大约|约|差不多)?[MN]|M(?:每|一)(?:期|个?月)",
        ),
        "free": (
            r"(?:with |at |and )?(?:no fee|zero fees?|no (?:extra )?(?:fee|fees|charge)|no extra cost)(?: added| charged| on top)?|without (?:a|any) (?:fee|charge)|without (?:fee|fees)|fee[ -]free|free of charge",
            r"(?:而且|且|也|还)?(?:免手续费|没有手续费|没手续费|无手续费|不收手续费|不用手续费|不加手续费|零手续费)",
        ),
        "fee": (
            r"(?:and |which |that )?(?:adds|add|costs|with|plus)(?: you)? (?:a fee of )?M(?: fee| in fees| extra| on top| more)?(?: in all| in total| altogether)?|(?:a |the )?fee (?:of|is|comes to) M",
            r"(?:要|会|再|另)?(?:加收?|收|付|多付)?M的?手续费|手续费(?:一共|共|是|为|就是|要)?[MN]|(?:要|会)?多付[MN]",
        ),
        "charged": (r"(?:with|for|plus) (?:a|some) (?:small )?fee(?! of)", r"(?:要|有|收|加|需要?)手续费"),
        "least": (r"(?:from|above) M(?: on| up)?", r"(?:满|够|达到|超过)了?[MN](?:元|欧元)?(?:就|即|以上)?|[MN]以上(?:就|即)?"),
        "share": (r"(?:with |plus )?(?:a )?(?:fee of P|P fee)(?: of the (?:order )?total)?", r"手续费(?:是|为)?(?:订单总额的?)?P|P的?手续费"),
        "total": (r"M (?:in all|in total|altogether|all told)|(?:a |the )?total (?:of|is) M", r"(?:总共|一共|合计|共|总计)(?:付|是|要付|还)?[MN]"),
        "order": (
            r"(?:on |for )?(?:an? )?M (?:order|basket|purchase)|(?:spread|split|pay|divide|paying|spreading|splitting) M(?= (?:over|in|into|across))|(?:on |for )?(?:an )?order (?:of|worth|for|at) M|at (?:a price of )?M(?= [a-z])",
            r"(?:一?(?:笔|个|单))?M的?(?:订单|单子|单|东西)|(?:订单|一单)(?:总额)?(?:是|为|满)?M",
        ),
        "count": (
            r"(?:over |in |into |across |for |for the |by )?(?:the )?(?:N|O)(?: (?:equal |monthly )*(?:payments|instalments|months|parts|instalment|payment))?",
            r"(?:可以?|能|也?可)?(?:分|选)?(?:成|作|为)?(?:N(?:期|次|个月)|O)(?:的话|付款|付清|付|还清|还|来付|支付)?",
        ),
        "goods": (r"(?:the )?X|its price", r"X"),
        "own": (r"(?!)", r"^M的?"),
    },
    r"that|there is|into|would cover|splits|works out at|works out to|would be|be|could|may|about|roughly|around|approximately|over|pay it off|pays|off|each time|works|out|at|comes to|come to|comes|that is|which is|is|are|or|means|makes|can be|can|paid|split|spread|spreading|splitting|paying|pay|you|the|it|this|in|of|to|by|while|whereas|and|so|with|then|either|instalments|order|a|just|also",
    r"分期付款|分期|的话|就是|也就是|即|而|则|是|可以|可|能|就|也|或者|或|付款|付|的|价格|欧元订单|订单|如果|若|改|选|要|了",
)  # fmt: skip


@dataclass(slots=True)
class _Group:
    """What is said of one number of parts."""

    roles: list[Taken]
    segments: list[Segment]

    def amounts(self, role: str) -> list[Token]:
        return [token for one in self.roles if one.role == role for token in one.tokens if token.amount]


def read_instalments(reading: Reading) -> None:
    """Prove runs of segments that say nothing but how a sum is paid in parts."""
    rule = reading.grounds.rule(in_parts)
    if rule is None or not any(token.amount and token.amount.kind != "money" for token in reading.tokens):
        return  # in how many parts is always told
    for run in _runs(reading):
        total: tuple[Decimal, str, str] | None = None
        for group in _groups(run):
            total = _total(group) or total
            if total is None or not _right(rule, group, total):
                _refuse_wrong_part(rule, group, total)
                break
            _claim(reading, rule, group, total)


def _refuse_wrong_part(rule: InParts, group: _Group, total: tuple[Decimal, str, str] | None) -> None:
    """A part told wrongly is no sum of an order, though it lies in the range of those that can be paid in parts."""
    counts = _counts(group)
    parts = [
        token.amount.value
        for token in (*group.amounts("each"), *group.amounts("near"))
        if token.amount and token.amount.kind == "money"
    ]
    if not parts or len(counts) != 1 or (total is not None and total[1] != rule.currency):
        return
    sums = [one * counts[0] for one in parts]
    told = {one.role for one in group.roles}
    turned = ("charged" in told and counts[0] == rule.free) or ("free" in told and counts[0] == rule.charged)
    if total is not None or turned or any(not rule.low <= one <= rule.high for one in sums):
        raise Blocked("a part of the sum is told wrongly", subject=total[2] if total else "", attribute="instalments")


def _runs(reading: Reading) -> list[list[tuple[Segment, list[Taken]]]]:
    """Segments one after another in one sentence, each of which is read whole."""
    found: list[list[tuple[Segment, list[Taken]]]] = [[]]
    last = -1
    for segment in reading.segments:
        told = [token for token in segment.tokens if token.by != "talk"]
        free = all(token.by in ("", "name", "noun", "pointed") for token in told)
        roles = taken(told, _WORDED) if told and free else None
        if roles is None or segment.tokens[0].sentence != last:
            found.append([])
        last = segment.tokens[0].sentence
        if roles is not None:
            found[-1].append((segment, roles))
    return [one for one in found if any(roles for _, roles in one)]


def _groups(run: Sequence[tuple[Segment, list[Taken]]]) -> list[_Group]:
    """A number of parts begins a new group where the one before has its own."""
    found = [_Group([], [])]
    for segment, roles in run:
        own = _Group(roles, [segment])
        if _counts(own) and _counts(found[-1]):
            found.append(own)
        else:
            found[-1].roles.extend(roles)
            found[-1].segments.append(segment)
    return found


def _counts(group: _Group) -> list[Decimal]:
    """The numbers of parts that are told: `three payments of €300` has one too."""
    told = [
        *group.amounts("count"),
        *[
            token
            for one in group.roles
            if one.role in ("each", "near")
            and any(token.amount and token.amount.kind == "money" for token in one.tokens)
            for token in one.tokens
            if token.amount and token.amount.kind != "money"
        ],
    ]
    return [token.amount.value for token in told if token.amount]


def _total(group: _Group) -> tuple[Decimal, str, str] | None:
    """What is paid in parts: the order told, else the one price of the goods in question."""
    orders = [token.amount for token in group.amounts("order")]
    if not orders and not any(segment.view for segment in group.segments):
        orders = [token.amount for token in group.amounts("own")]
    if orders:
        return (orders[0].value, orders[0].unit, "") if len(orders) == 1 and orders[0] else None
    for segment in group.segments:
        prices = priced(segment.variants) if segment.view is not None else []
        if prices and len({one.amount for one in prices}) == 1 and segment.view is not None:
            return prices[0].amount.major, prices[0].amount.currency, segment.view.id
    return None


def _right(rule: InParts, group: _Group, total: tuple[Decimal, str, str]) -> bool:
    value, currency, _ = total
    counts = _counts(group)
    if len(counts) != 1 or currency != rule.currency:
        return False
    fee = rule.fee(value, counts[0])
    told = {one.role for one in group.roles}
    if fee is None or not told & {"each", "near", "fee", "total", "free", "share", "charged"}:
        return False
    if ("free" in told and fee != 0) or (told & {"fee", "share", "charged"} and fee == 0):
        return False
    wanted = {"each": (value + fee) / counts[0], "near": (value + fee) / counts[0], "fee": fee, "total": value + fee}
    counted = _counts(group)
    money = [
        (role, one)
        for role in wanted
        for one in group.amounts(role)
        if one.amount
        and (one.amount.kind == "money" or role not in ("each", "near") or one.amount.value not in counted)
    ]
    money += [("own", one) for one in group.amounts("own")] + [("least", one) for one in group.amounts("least")]
    wanted |= {"own": value, "least": rule.low}
    shares = [one.amount.value for one in group.amounts("share") if one.amount]
    return all(_is(one, wanted[role], rule.currency, near=role == "near") for role, one in money) and all(
        one == rule.percent for one in shares
    )


def _is(token: Token, value: Decimal, currency: str, *, near: bool = False) -> bool:
    """`near`: told as roughly so much, which may be rounded to whole units."""
    amount = token.amount
    if near and amount is not None and amount.value == value.quantize(Decimal(1), ROUND_HALF_UP):
        value = amount.value
    bare = amount is not None and amount.kind == "number"
    return (
        amount is not None
        and (bare or amount.unit == currency)
        and amount.value == value.quantize(_CENT, ROUND_HALF_UP)
    )


def _claim(reading: Reading, rule: InParts, group: _Group, total: tuple[Decimal, str, str]) -> None:
    reading.claim(
        "instalments", total[0], rule.clause.fact_id, subject=total[2] or rule.clause.subject_id, unit=rule.currency
    )
    for segment in group.segments:
        segment.use(segment.tokens, "policy")
    reading.policy = (group.segments[0].tokens[0].sentence, rule.clause.fact_id)
