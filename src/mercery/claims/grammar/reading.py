"""The state of reading one text: tokens, what each segment is about, the claims proved so far, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import JOINTS
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import Grounds
from mercery.claims.views import ProductView, VariantView


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a sentence says, and the fact that bears it."""

    subject: str
    attribute: str
    value: str
    fact_id: str
    part: str = ""
    unit: str = ""
    qualifier: str = ""
    quantifier: str = ""


class Blocked(Exception):
    """A sentence that may not go out. `subject` and `attribute` name what it was about, as far as that is clear."""

    def __init__(self, reason: str, *, subject: str = "", attribute: str = "") -> None:
        super().__init__(reason)
        self.reason, self.subject, self.attribute = reason, subject, attribute


_GO_ON = frozenset({"也", "又", "更", "、", "and", "or"})
_REFUSED = frozenset({"possible", "allowed", "permitted", "an option", "advisable", "行", "可以", "允许", "了"})


_UNRELATED = frozenset(
    {
        "没有半点关系",
        "没半点关系",
        "没有一点关系",
        "毫不相干",
        "没有任何关系",
        "没关系",
        "没有关系",
        "毫无关系",
        "无关",
        "不沾边",
        "不搭界",
        "不相干",
        "没什么关系",
    }
)
"""跟天鹅绒没关系: they deny what stands before."""
_NONE_OF_IT = frozenset({"没有", "没", "不含", "无", "不带", "没含", "不用", "不是"})
"""After 都, 也 they deny what stands before (羊绒一点都没有)."""


@dataclass(slots=True)
class Segment:
    """The tokens between two commas, what they are about and which variants they select."""

    tokens: list[Token]
    views: list[ProductView] = field(default_factory=list)
    variants: list[VariantView] = field(default_factory=list)
    """Of the one product it is about; all of them where nothing selects."""
    selected: bool = False
    chosen: list[Token] = field(default_factory=list)
    """The tokens that select."""
    group: bool = False
    """Speaks of a kind of goods rather than of one product."""
    denials: dict[int, bool] = field(default_factory=dict)
    """Which tokens were found to be denied; every clause of every policy asks again."""

    @property
    def view(self) -> ProductView | None:
        """The one product it is about."""
        return self.views[0] if len(self.views) == 1 else None

    def open(self) -> list[Token]:
        """Tokens nothing accounts for yet."""
        return [token for token in self.tokens if not token.by and not token.punctuation]

    def has(self, *keys: str) -> bool:
        """Whether one of its tokens has one of the senses."""
        return any(token.has(*keys) for token in self.tokens)

    def a(self, *kinds: str) -> bool:
        """Whether one of its tokens has a sense of the kinds."""
        return any(token.is_a(*kinds) for token in self.tokens)

    def negative(self, at: Token) -> bool:
        """Whether an odd number of negations stands before the token."""
        known = self.denials.get(id(at))
        if known is None:
            known = self.denials[id(at)] = self._denied_after(at) or self._denied_before(at)
        return known

    def _denied_before(self, at: Token) -> bool:
        negative = nominal = False
        where = -1
        for token in self.tokens:
            if nominal and token.text in JOINTS:
                negative = nominal = False
            if (token.is_a("neg") and not token.has("neg:but")) or (
                token.text in ("rather than", "而非", "而不是", "instead of") and not self._leads_to_amount(token)
            ):
                # Beyond a comma it is a denial of its own: `it cannot be changed; it may not be returned`.
                negative = not negative or token.segment != where or self._denies_on(token)
                where = token.segment
                nominal = token.has("neg:no") and not token.has("neg:not")
            if token is at:
                break
        return negative

    def _denies_on(self, denial: Token) -> bool:
        """`cannot be returned nor exchanged`, 不能退也不能换: one denial more, not a denial of the first."""
        before = self.before(denial, 2)
        return (
            denial.text == "nor"
            or any(one.text in _GO_ON for one in before[:1])
            or [one.text for one in before[:2]] == ["就", "也"]
        )

    def _leads_to_amount(self, at: Token) -> bool:
        """`instead of €700`: an old price, and no denial."""
        after = self.after(at, 2)
        return any(one.amount is not None and one.amount.kind in ("money", "number", "fold") for one in after)

    def _denied_after(self, at: Token) -> bool:
        """`wireless charging is not possible`, 游泳不行: the denial follows."""
        words = [token for token in self.tokens if not token.punctuation]
        last = next(
            (
                index
                for index in range(len(words) - 1, -1, -1)
                if words[index].is_a("neg") or words[index].text in ("不行", "不可以", "不能")
            ),
            -1,
        )
        if last < 1 or any(token is at for token in words[last:]) or not any(token is at for token in words[:last]):
            return False
        rest = words[last + 1 :]
        if any(token.is_a("neg") for token in words[:last]):
            return False
        if not rest and words[last].text in _UNRELATED:
            return True
        if not rest and words[last].text in _NONE_OF_IT and words[last - 1].text in ("都", "也", "并", "一概"):
            return True
        if rest:
            return all(token.text in _REFUSED for token in rest)
        return words[last].text in ("no", "不行", "不可以", "不能", "不支持", "不接受") and at.is_a("c")

    def use(self, tokens: Iterable[Token], by: str) -> None:
        """Account for tokens by a claim."""
        for token in tokens:
            if not token.by:
                token.by = by

    def use_keys(self, by: str, *keys: str) -> None:
        """Account for every token that has one of the senses."""
        self.use([token for token in self.tokens if token.has(*keys)], by)

    def use_kinds(self, by: str, *kinds: str) -> None:
        """Account for every token that has a sense of the kinds."""
        self.use([token for token in self.tokens if token.is_a(*kinds)], by)

    def before(self, at: Token, many: int = 99) -> list[Token]:
        """The tokens before one, nearest first, punctuation left out."""
        place = next(index for index, token in enumerate(self.tokens) if token is at)
        return [token for token in self.tokens[:place][::-1] if not token.punctuation][:many]

    def after(self, at: Token, many: int = 99) -> list[Token]:
        """The tokens after one, punctuation left out."""
        place = next(index for index, token in enumerate(self.tokens) if token is at)
        return [token for token in self.tokens[place + 1 :] if not token.punctuation][:many]


@dataclass(slots=True)
class Reading:
    """One text being read."""

    grounds: Grounds
    text: str
    lang: str
    tokens: list[Token]
    about: ProductView | None = None
    variant: VariantView | None = None
    segments: list[Segment] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    receipts: frozenset[str] = frozenset()
    last_material: str = ""
    pair: tuple[int, ProductView, ProductView] | None = None
    """The sentence and the two products it compared last."""
    policy: tuple[int, str] = (-1, "")
    """The sentence and the policy that the last clause about service stood on."""

    eased: bool = False
    """Whether it is read a second time, with the words that leave what is proved as it is, its parts as slots first."""
    refused: str = ""
    """A policy that was read as a rule of amounts and says something else than the sentence."""

    def claim(self, attribute: str, value: object, fact_id: str, *, subject: str = "", part: str = "", unit: str = "", qualifier: str = "", quantifier: str = "") -> None:  # fmt: skip
        """Keep a claim that was proved."""
        self.claims.append(
            Claim(
                subject=subject, attribute=attribute, value=str(value), fact_id=fact_id, part=part, unit=unit,
                qualifier=qualifier, quantifier=quantifier,
            )
        )  # fmt: skip


def near(one: Decimal, other: Decimal, share: str = "0.02") -> bool:
    """Whether two numbers agree within a share."""
    return abs(one - other) <= max(abs(one), abs(other)) * Decimal(share)


def same_money(amount: Amount, minor_major: Decimal, currency: str) -> bool:
    """Whether an amount names just this money; `¥` may be yuan, `$` any dollar."""
    units = {"¥": {"CNY", "JPY"}, "$": {"USD", "CAD", "AUD", "HKD", "SGD"}}.get(amount.unit, {amount.unit})
    return currency in units and amount.value == minor_major and amount.high is None


def texts(tokens: Sequence[Token]) -> str:
    """Tokens as they stood."""
    return " ".join(token.text for token in tokens)
