"""`Size L fits feet 42 to 44`, 42到44的脚拿L码: a size told by letter and the numbers its own name gives for it (`L (42-44)`)."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.priced import fact
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import VariantView

_LETTERS: Final = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl"})
_BESIDE: Final = frozenset(
    {
        "fits", "fit", "suits", "covers", "is", "takes", "corresponds", "corresponds to", "means", "equals", "for", "feet", "foot", "sizes", "size", "a", "an", "the", "to", "-", "through",
        "from", "if", "you", "are", "wear", "take", "go", "go for", "would", "be", "your", "it", "so", "and", "that", "of", "between", "choose", "pick",
        "到", "至", "对应", "对", "应", "适合", "是", "穿", "的", "脚", "拿", "选", "买", "码", "就", "要", "相当于", "等于", "也就是", "挑", "可以", "您", "脚码", "鞋码", "号", "穿的",
    }
)  # fmt: skip


def read_spanned_sizes(reading: Reading) -> None:
    """Prove segments that say nothing but which numbers a size stands for; a wrong one is refused."""
    for segment in reading.segments:
        view = segment.view
        told = [token for token in segment.tokens if not token.punctuation and token.by != "talk"]
        letters = [token for token in told if token.amount is not None and token.amount.word in _LETTERS]
        numbers = [token for token in told if _is_number(token)]
        rest = [token for token in told if token not in letters and token not in numbers]
        if view is None or len(letters) != 1 or not 0 < len(numbers) <= 2:
            continue
        if any(token.by or (token.text not in _BESIDE and not token.has("c:fits")) for token in rest):
            continue
        named = [one for one in view.variants if letters[0].amount and letters[0].amount.word in one.sizes]
        spans = {_span(one) for one in named}
        if len(spans) != 1 or not (span := next(iter(spans))):
            continue
        if not _right(numbers, span):
            raise Blocked(f"“{letters[0].text}” stands for other numbers", subject=view.id, attribute="size")
        reading.claim("size", letters[0].text, fact(named, "stock"), subject=view.id)
        _use(segment)


def _use(segment: Segment) -> None:
    segment.use([token for token in segment.tokens if not token.punctuation], "size")


def _is_number(token: Token) -> bool:
    amount = token.amount
    if amount is None:
        return False
    return amount.kind == "number" or (amount.kind == "size" and amount.word.isdigit())


def _span(variant: VariantView) -> tuple[int, int] | None:
    """The smallest and largest number of a size that has several."""
    numbers = sorted(int(one) for one in variant.sizes if one.isdigit())
    return (numbers[0], numbers[-1]) if len(numbers) > 1 else None


def _right(numbers: list[Token], span: tuple[int, int]) -> bool:
    told = [int(one.amount.word or one.amount.value) for one in numbers if one.amount]
    if len(told) == 1:
        return span[0] <= told[0] <= span[1]
    return (told[0], told[1]) == span
