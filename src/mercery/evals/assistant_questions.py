"""What `mercery bench assistant` asks the demo shop: conversations in both languages about goods, policies and orders. Pure.

The same at every run: products and orders are taken in turn, so that many different ones are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final, Literal

from mercery.core.i18n import Lang, Words

Kind = Literal["goods", "policies", "orders"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One customer's messages, in order."""

    kind: Kind
    lang: Lang
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAsked:
    """An order somebody asks about, and what its customer can name."""

    number: str
    email: str
    piece: str


_GOODS: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("How much is the {0}?", "And in black?", "What is it made of?"),
        ("Do you have the {0} in stock?", "When will it be back if it sells out?", "Where is it made?"),
        ("tell me about the {0} please", "how big is it and what does it weigh", "is there a guarantee on it"),
        ("What is the difference between the {0} and the {1}?", "Which one is cheaper?", "I am looking for a gift under €300"),
        ("hi, is the {0} on sale?", "How do I look after it?", "Which colours does it come in?"),
    ),
    "zh": (
        ("{0}多少钱？", "有黑色吗", "是什么材质的？"),
        ("{0}有现货吗", "什么时候补货", "产地是哪里？"),
        ("介绍一下{0}", "尺寸多大，有多重", "保修多久"),
        ("{0}和{1}有什么区别", "哪个便宜一点", "想买一个两千元以内的礼物"),
        ("你好，{0}打折吗", "怎么保养", "有几种颜色"),
    ),
}  # fmt: skip
_POLICIES: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("Can I send something back if I do not like it?", "and who pays for that"),
        ("How long does a parcel to Germany take?", "What does delivery cost?"),
        ("Which cards do you take?", "Do your prices include tax?"),
        ("Could you wrap it as a present?", "Can I have my initials put on it?"),
        ("when is the shop in Paris open", "Where do I find you?"),
        ("Is your leather real?", "How do I know that a watch is genuine?"),
        ("The clasp of my bag broke, do you repair such things?", "How long is the guarantee?"),
        ("Do you ship to the United States?", "Are customs duties on top?"),
        ("How soon do I get my money back after a return?", "Can opened perfume be returned?"),
        ("Is there parking near your warehouse?", "What is the weather like in Paris today?"),
    ),
    "zh": (
        ("不喜欢可以退吗", "运费谁出"),
        ("寄到上海要几天", "运费多少"),
        ("可以用支付宝吗", "价格含税吗"),
        ("能包装成礼物吗", "可以刻名字吗"),
        ("巴黎的店几点开门", "店在哪里"),
        ("是真皮吗", "手表怎么保证是正品"),
        ("包的拉链坏了能修吗", "保修多长时间"),
        ("能寄到美国吗", "关税谁付"),
        ("退货以后多久退款", "拆封的香水能退吗"),
        ("仓库附近能停车吗", "今天巴黎天气怎么样"),
    ),
}  # fmt: skip
_ORDERS: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("Where is my order {number}? My e-mail is {email}.", "What is in it?", "Thanks, that is all."),
        ("My e-mail is {email}. I want to return the {piece} of order {number}.", "Where does the money go?", "No, leave it as it is."),
        ("I would like to cancel my order {number}, my e-mail is {email}", "It was ordered by mistake", "What did I pay for it?"),
    ),
    "zh": (
        ("我的订单{number}到哪里了？邮箱是{email}", "里面有什么", "好的，谢谢"),
        ("邮箱{email}，订单{number}里的{piece}我想退货", "钱退到哪里", "算了，不退了"),
        ("我想取消订单{number}，邮箱{email}", "下单下错了", "这单一共付了多少钱"),
    ),
}  # fmt: skip


def talks(titles: Sequence[Words], orders: Sequence[OrderAsked], count: int) -> list[Talk]:
    """`count` conversations: two in five about goods, one about policies, two about orders; every other one Chinese."""
    made = {"goods": _goods(titles), "policies": _policies(), "orders": _orders(orders)}
    order: tuple[Kind, ...] = ("goods", "orders", "policies", "goods", "orders")
    return [next(made[kind]) for kind, _ in zip(cycle(order), range(count), strict=False)]


def _goods(titles: Sequence[Words]) -> Iterator[Talk]:
    named = cycle(titles)
    for en, zh in cycle(zip(_GOODS["en"], _GOODS["zh"], strict=True)):
        for lang, turns in (("en", en), ("zh", zh)):
            first, second = next(named), next(named)
            told: Lang = "en" if lang == "en" else "zh"
            yield Talk(
                kind="goods",
                lang=told,
                turns=tuple(turn.format(first.text(told), second.text(told)) for turn in turns),
            )


def _policies() -> Iterator[Talk]:
    for en, zh in cycle(zip(_POLICIES["en"], _POLICIES["zh"], strict=True)):
        yield Talk(kind="policies", lang="en", turns=en)
        yield Talk(kind="policies", lang="zh", turns=zh)


def _orders(orders: Sequence[OrderAsked]) -> Iterator[Talk]:
    asked = cycle(orders)
    for en, zh in cycle(zip(_ORDERS["en"], _ORDERS["zh"], strict=True)):
        for lang, turns in (("en", en), ("zh", zh)):
            one = next(asked)
            told: Lang = "en" if lang == "en" else "zh"
            said = (turn.format(number=one.number, email=one.email, piece=one.piece) for turn in turns)
            yield Talk(kind="orders", lang=told, turns=tuple(said))
