"""The buttons of the guide in words: answers with their counts, what may be said to an offer, wishes to take away. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.guiding.talk import AFRESH, Reply, WayOut
from mercery.catalog.slug import slug
from mercery.claims.plan import Proposed
from mercery.claims.vocabulary import translated
from mercery.claims.wording import lower_first
from mercery.core.i18n import Words
from mercery.guide.advice import Question
from mercery.guide.chosen import COLOUR_OPTIONS
from mercery.guide.considered import option
from mercery.guide.need import Need, Wish

MOST_ANSWERS: Final = 5
MOST_COLOURS: Final = 2
MOST_PIECES: Final = 2
"""More pieces than these are told by their number."""
_DENIES: Final = re.compile(r"^(?:no|not|non|without|less|free of|nothing)\b|[- ]free\b", re.I)
_BARE_SIZE: Final = re.compile(r"\d{1,3}(?:\.\d)?|X{0,3}[SML]")


def question_replies(question: Question) -> tuple[Reply, ...]:
    """The answers with how many pieces each leaves."""
    return tuple(
        Reply(
            label=Words(f"{one.words.text('en')} ({one.count})", f"{one.words.text('zh')}（{one.count}）"),
            words=Words(_said(question, one.words, "en"), _said(question, one.words, "zh")),
            deed="wish",
            wish=one.wish,
            kind=question.kind,
        )
        for one in question.choices[:MOST_ANSWERS]
    )


def _said(question: Question, words: Words, lang: str) -> str:
    """`Yes` alone would be an answer to anything; it is sent with what it answers."""
    said = words.text("zh" if lang == "zh" else "en")
    if said.casefold() not in ("yes", "no", "要", "不要"):
        return said
    asked = question.words.text("zh" if lang == "zh" else "en")
    return f"{said}（{asked}）" if lang == "zh" else f"{said} ({asked})"


def anew() -> Reply:
    """Everything from the beginning."""
    return Reply(label=Words("Start anew", "重新开始"), words=Words("Start anew", "重新开始"), deed="anew")


def dismissed(kind: str) -> Reply:
    """The question does not matter."""
    return Reply(
        label=Words("It does not matter", "都可以"),
        words=Words("It does not matter", "都可以"),
        deed="dismiss",
        kind=kind,
    )


def without(way: WayOut) -> Reply:
    """The wish taken away, with how many pieces that gives where it was tried."""
    label = words = _without(label_of(way.wish))
    if way.count:
        label = Words(f"{label.en} ({way.count})", f"{label.zh}（{way.count}）")
    return Reply(label=label, words=words, deed="drop", wish=way.wish, kind=AFRESH if way.afresh else "")


def chips(need: Need, shelf: Mapping[str, Goods]) -> tuple[Reply, ...]:
    """What is understood so far, each to be taken away; pieces one by one."""
    found = []
    for wish in need.wishes:
        if wish.kind == "product" and len(wish.values) > MOST_PIECES:
            found.append(_pieces(wish))
        elif wish.kind == "product":
            found += [_piece(wish, shelf[one]) for one in wish.values if one in shelf]
        elif wish.label.en or wish.label.zh:
            label = label_of(wish)
            found.append(Reply(label=label, words=_without(label), deed="drop", wish=wish))
    return tuple(found)


def _piece(wish: Wish, goods: Goods) -> Reply:
    title = goods.product.title
    label = Words(f"Not {_the(goods)}", f"不要{_zh(goods).rstrip()}") if wish.unwanted else title
    return Reply(label=label, words=_without(label), deed="drop", wish=wish, products=(goods.id,))


def _pieces(wish: Wish) -> Reply:
    """Many pieces in one."""
    count = len(wish.values)
    if wish.unwanted:
        label = Words(f"{count} pieces turned down", f"已排除 {count} 件")
        return Reply(label=label, words=Words("Look at all of them again", "重新考虑这些商品"), deed="drop", wish=wish)
    label = Words(f"One of {count} pieces", f"{count} 件之一")
    return Reply(label=label, words=_without(label), deed="drop", wish=wish)


def label_of(wish: Wish) -> Words:
    """What a wish is called: a bare size by the word beside it."""
    label = wish.label
    if wish.kind == "size" and _BARE_SIZE.fullmatch(label.text("en")):
        label = Words(f"Size {label.text('en')}", f"{label.text('zh')} 码")
    if wish.unwanted and not _DENIES.search(label.en):
        return Words(f"Not {_lower(label, 'en')}", f"不要{label.text('zh')}")
    return label


def _without(label: Words) -> Words:
    return Words(f"Without: {_lower(label, 'en')}", f"不限：{label.text('zh')}")


def _lower(words: Words, lang: str) -> str:
    return lower_first(words.text("zh" if lang == "zh" else "en"))


def card_replies(offers: Sequence[Proposed], shelf: Mapping[str, Goods]) -> dict[str, tuple[Reply, ...]]:
    """What may be said to each offer with one press."""
    ids = tuple(one.about.product_id for one in offers)
    found = {}
    for one in offers:
        goods = shelf[one.about.product_id]
        beside = (_compare(goods, ids),) if len(ids) > 1 else ()
        found[goods.id] = (*beside, _cheaper(goods, one), *_colours(goods, one), _refuse(goods))
    return found


def _the(goods: Goods) -> str:
    title = goods.product.title.text("en")
    return title if title.lower().startswith("the ") else f"the {title}"


def _zh(goods: Goods) -> str:
    title = goods.product.title.text("zh")
    return f" {title} " if title[:1].isascii() else title


def _compare(goods: Goods, ids: Sequence[str]) -> Reply:
    return Reply(
        label=Words("Compare", "对比"),
        words=Words(f"Compare {_the(goods)} with the others", f"把{_zh(goods).rstrip()}与其他几款对比"),
        deed="compare",
        products=(goods.id, *(one for one in ids if one != goods.id)),
    )


def _cheaper(goods: Goods, one: Proposed) -> Reply:
    return Reply(
        label=Words("Cheaper", "便宜一些"),
        words=Words(f"Something cheaper than {_the(goods)}", f"比{_zh(goods).rstrip()}便宜的"),
        deed="cheaper",
        products=(goods.id,),
        variant_id=one.variant_id,
    )


def _refuse(goods: Goods) -> Reply:
    return Reply(
        label=Words("Not this one", "不要这款"),
        words=Words(f"Not {_the(goods)}", f"不要{_zh(goods).rstrip()}"),
        deed="refuse",
        products=(goods.id,),
    )


def _colours(goods: Goods, one: Proposed) -> list[Reply]:
    """The same piece in its other colours, as far as they can be sent today."""
    product = goods.product
    own = product.variant(one.variant_id)
    chosen = option(own, *COLOUR_OPTIONS) if own else None
    there: dict[str, Words] = {}
    for variant in product.variants:
        found = option(variant, *COLOUR_OPTIONS)
        if found is not None and variant.stock.available and chosen is not None and found[1] != chosen[1]:
            there.setdefault(slug(found[1].en or found[1].zh), found[1])
    return [_in_colour(goods, value, words) for value, words in list(there.items())[:MOST_COLOURS]]


def _in_colour(goods: Goods, value: str, words: Words) -> Reply:
    english, chinese = words.text("en"), translated(words, "zh")
    label = Words(f"In {lower_first(english)}", f"要{chinese}")
    return Reply(
        label=label,
        words=Words(f"{_the(goods)[:1].upper()}{_the(goods)[1:]} in {lower_first(english)}", f"{goods.product.title.text('zh')}，要{chinese}"),
        deed="colour",
        wish=Wish(kind="colour", values=(value,), label=Words(english[:1].upper() + english[1:], chinese)),
        products=(goods.id,),
    )  # fmt: skip


def remembering() -> tuple[Reply, ...]:
    """A yes and a no to being remembered."""
    return (
        Reply(
            label=Words("Yes, remember", "请记住"), words=Words("Yes, remember this", "好的，请记住"), deed="remember"
        ),
        Reply(label=Words("No", "不用"), words=Words("No, do not remember this", "不用记住"), deed="forget_it"),
    )
