"""What a question wishes for: colours, sizes, a material, an amount with its comparison. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from mercery.assistant.goods import Goods
from mercery.assistant.turns import Topic
from mercery.assistant.understand import topics
from mercery.claims.mentions import Mention, may_mean, mentions
from mercery.claims.plan import Asked, Relation
from mercery.claims.vocabulary import ADJECTIVES, MATERIALS, PARTS, colours_in, materials_in, same_or_kind_of
from mercery.core.i18n import Words


def colours_wished(plain: str, goods: Sequence[Goods]) -> tuple[str, ...]:
    """Colours wished for: words of the vocabulary, and the product's own option values."""
    found = [name for name in colours_in(plain) if name not in MATERIALS or not materials_in(plain)]
    for one in goods:
        for option in one.product.options:
            if option.name in ("size", "volume"):
                continue
            found += [value.en or value.zh for value in option.values if _says(plain, value)]
    longest = [name for name in found if not any(name != other and name in other for other in found)]
    return tuple(dict.fromkeys(longest))


def _says(plain: str, value: Words) -> bool:
    english = value.en and re.search(rf"(?<![A-Za-z]){re.escape(value.en)}(?![A-Za-z])", plain, re.IGNORECASE)
    return bool(english or (value.zh and len(value.zh) > 1 and value.zh in plain))


def sizes_wished(plain: str, goods: Sequence[Goods]) -> tuple[str, ...]:
    """Sizes wished for: `size 38`, `38 码`, or a value of the product's own size option."""
    found = []
    for match in topics.SIZE.finditer(plain):
        size = next(text for text in match.groupdict().values() if text)
        found.append(topics.ZH_SIZES.get(size.lower(), size.upper().replace(",", ".")))
    for one in goods:
        for option in one.product.options:
            if option.name in ("size", "volume"):
                said = [value.en or value.zh for value in option.values if _says_size(plain, value)]
                found += said or _volumes(plain, option.values)
    return tuple(dict.fromkeys(found))


def _volumes(plain: str, values: Sequence[Words]) -> list[str]:
    """A volume asked of a piece that comes in volumes, though not in this one."""
    if not any(one.unit in ("ml", "l") for value in values for one in mentions(value.en or value.zh)):
        return []
    return [plain[one.start : one.end].strip() for one in mentions(plain) if one.unit in ("ml", "l")]


def _says_size(plain: str, value: Words) -> bool:
    text = value.en or value.zh
    if re.fullmatch(r"\d{1,3}(?:\.\d)?", text):
        return bool(
            re.search(rf"(?<![\d.,€$£¥]){re.escape(text)}(?![\d.,%]|\s?(?:€|euro|eur|cm|mm|ml|g\b|欧|元|厘米))", plain)
        )
    amounts = mentions(text)
    return any(one.same_as(other) for one in amounts if one.kind == "quantity" for other in mentions(plain)) or (
        len(text) > 2 and text.lower() in plain.lower()
    )


def amount_asked(topic: Topic, plain: str) -> Asked | None:
    """The amount or material of the question, with its comparison."""
    if topic == "material":
        named = materials_in(plain) if not unknown_kind(plain) else []
        # The most special of several: `pure calf leather` asks for calf leather.
        special = [one for one in named if not any(other != one and same_or_kind_of(other, one) for other in named)]
        return Asked(words=Words((special or named)[0])) if named else None
    if topic in ("dimensions", "weight") and (unit := topics.unit_asked(plain)):
        return Asked(amount=Mention(kind="quantity", unit=unit))
    kind = "money" if topic in ("price", "browse", "stock") else "quantity"
    amounts = [one for one in mentions(plain) if one.kind == kind]
    if not amounts and topic == "laptop" and (bare := topics.LAPTOP_SIZE.search(plain)):
        size = Mention(
            kind="quantity", value=Decimal(bare["a"] or bare["b"]), unit="in", start=bare.start(), end=bare.end()
        )
        return Asked(amount=size, relation="equal", text=bare["a"] or bare["b"])
    if not amounts and topic in ("browse", "price"):
        amounts = [one for one in mentions(plain) if one.kind == "number" and relation_before(plain, one) != "equal"]
    if not amounts:
        return None
    first = amounts[0]
    return Asked(amount=first, relation=relation_before(plain, first), text=plain[first.start : first.end])


_KNOWN_BEFORE = frozenset(
    "real genuine pure solid true actual actually really full-grain all is it of the in a an made from this that any also with they are be or and contain contains some has have natural fine soft only there got out use used uses using entirely wholly completely you your".split()  # noqa: SIM905
)
_PARTS_NAMED = frozenset(words.en for words in PARTS.values())
_HIDE = re.compile(r"([\u3400-\u9fff])皮")


def unknown_kind(plain: str) -> bool:
    """Whether the material is of a kind nobody here knows (`kangaroo leather`, 袋鼠皮): no yes can be given to it."""
    low = plain.lower()
    for name in materials_in(plain):
        match = re.search(rf"([a-z-]+) {re.escape(name)}(?![a-z])", low)
        if (
            match
            and match[1] not in _KNOWN_BEFORE
            and match[1] not in _PARTS_NAMED
            and not colours_in(match[1])
            and match[1] not in ADJECTIVES
        ):
            return True
        if (
            name == "leather"
            and (hide := _HIDE.search(plain))
            and hide[1] not in "真的是用纯全有牛羊里表头层整软人造仿光"
        ):
            return True
    return False


def currency_named(text: str, currencies: Sequence[str]) -> str | None:
    """The shop's currency an amount is wanted or named in: `in yuan`, 人民币, `under ¥3000`, 3000元以下."""
    units = [mention.unit for mention in mentions(text) if mention.kind == "money"]
    signed = [code for code in currencies if any(may_mean(unit, code) for unit in units)]
    if signed:
        return signed[0]
    names = {
        "CNY": r"\b(?:yuan|rmb|cny|renminbi)\b|人民币",
        "EUR": r"\bin euros?\b|\beur\b|欧元",
        "GBP": r"\bin pounds\b|\bgbp\b|英镑",
        "USD": r"\bin (?:us )?dollars\b|\busd\b|美元",
    }
    return next((code for code in currencies if code in names and re.search(names[code], text, re.I)), None)


def relation_before(plain: str, amount: Mention) -> Relation:
    """The comparison next to the amount; `equal` when there is none."""
    near = plain[max(0, amount.start - 22) : amount.start] + plain[amount.end : amount.end + 4]
    if topics.UNDER.search(near):
        return "under"
    return "over" if topics.OVER.search(near) else "equal"
