"""Criticism of what was shown: "cheaper", 太重了, "the same in green", "she already has those", "not her style". Pure.

What it comes to are wishes: bounds just under (or over) a value of the shown piece, values that are refused, or the piece
itself, kept or refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.categories import sizes_of
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.known import Piece
from mercery.guide.hearing.labels import (
    colour_label,
    joined,
    kind_label,
    material_label,
    measure_label,
    price_label,
    turned,
    under_label,
)
from mercery.guide.hearing.measuring import diameter_of
from mercery.guide.hearing.mentions import Mentions
from mercery.guide.hearing.ordering import order_said
from mercery.guide.hearing.references import PICKED_BY_WORTH, referred
from mercery.guide.hearing.setting import Setting
from mercery.guide.hearing.sizes import next_size
from mercery.guide.need import Wish

_CHEAPER: Final = re.compile(
    r"\bcheaper\b|\bless (?:expensive|pricey|costly|dear)\b|\b(?:too|so|rather|quite|very|bit|little|way too|far too) (?:expensive|pricey|dear|costly|steep|rich|much money)\b|"
    r"\b(?:over|above|beyond|out of|outside|blows?|exceeds?|past) (?:of )?(?:my |our |the |his |her )?(?:budget|price range|means)\b|\b(?:more|most) affordable\b|\bcosts? too much\b|\btoo much\b(?! (?:leather|colou?r))|\bpricey\b|"
    r"\b(?:lower|smaller) (?:in )?price|\bprice is (?:too )?(?:high|steep)|\bcan't afford\b|\bcannot afford\b|\beasier on the (?:wallet|purse)|\bmore reasonable\b|\bless money\b|\bspend less\b|\b(?:is|that'?s|quite|rather|an awful) a lot\b|\ba lot of money\b|\btoo rich\b|\bsplurge\b|\bbudget[- ]friendl|\bexpensive\b|\bsteep\b|"
    r"便宜|太贵|贵了|有点贵|好贵|偏贵|超(?:出|过)?(?:了)?(?:我的)?预算|预算不够|价格(?:太|有点|偏)?高|更?实惠|买不起|低一点的价|价位低|降点价|再低|省点|没那么贵|不那么贵|平价|舍不得",
    re.IGNORECASE,
)  # fmt: skip
_NOT_CHEAPER: Final = re.compile(r"\bnot (?:too |so |that |very )?(?:expensive|pricey)|不(?:太|要太)?贵", re.IGNORECASE)
_DEARER: Final = re.compile(
    r"\bmore expensive\b|\bpricier\b|\bhigher[- ]end\b|\bmore luxurious\b|\bmore special\b|\bstep up\b|\bmore upmarket\b|\bspend more\b|贵一点|贵点|高档(?:一?点|些)|上档次|更高级|预算可以(?:再)?(?:加|高|多)", re.IGNORECASE
)  # fmt: skip
_HALF: Final = re.compile(
    r"\bhalf(?!\s(?:a|an|size|dozen|sleeve)\b) (?:that|the|this|of that|of the|its|as much|as expensive)?\s?(?:price|money|cost|budget|much)?\b(?!\s(?:a|an|size|dozen|grand|sleeve))|\bfor half\b|一半(?:的?(?:价|钱|价格|预算))?|半价|对半", re.IGNORECASE
)  # fmt: skip
_THIRD: Final = re.compile(r"\ba third (?:of|less|cheaper|off)|三分之一", re.IGNORECASE)
_PERCENT: Final = re.compile(
    r"(?P<a>\d{1,2})\s?(?:%|percent|per cent) (?:less|cheaper|lower|off)|便宜(?:个)?(?P<b>\d{1,2})\s?%", re.IGNORECASE
)
_LIGHTER: Final = re.compile(
    r"\btoo heavy\b|\b(?:so|rather|quite|very|bit|little|awfully) heavy\b|\blighter\b(?! (?:colou?r|shade|tone|blue|green|grey|brown|pink|in colou?r|scent))|\bless heavy\b|\bweighs (?:too much|a ton|a tonne|a lot)\b|\bnot so heavy\b|\bheavy\b|"
    r"太重|重了|有点重|好重|偏重|轻(?:一?点|些|便|巧)(?!的颜色)|更轻|沉了|太沉|有点沉|不那么重|再轻",
    re.IGNORECASE,
)  # fmt: skip
_HEAVIER: Final = re.compile(r"\btoo light\b(?! (?:in|a) colou?r)|\bheavier\b|太轻|重一点|更重", re.IGNORECASE)
_BIGGER: Final = re.compile(
    r"\btoo (?:small|tiny|little|tight|narrow|short)\b|\b(?:bit|little|rather|quite) (?:small|tight)\b|\bbigger\b|\blarger\b|\broomier\b|\bmore (?:room|space)\b|\b(?:next )?size up\b|太小|小了|有点小|偏小|大(?:一?点|些|一?号)|更大|再大|装不下|放不下|紧了|太紧|挤脚", re.IGNORECASE
)  # fmt: skip
_SMALLER: Final = re.compile(
    r"\btoo (?:big|large|bulky|wide|long|loose|huge|chunky)\b|\b(?:bit|little|rather|quite) (?:big|large|bulky|loose)\b|\bsmaller\b|\bmore compact\b|\bsize down\b|\bless bulky\b|太大|大了|这么大|那么大|有点大|偏大|小(?:一?点|些|一?号|巧)(?!的?礼物|的?东西|东西)|更小|再小|松了|太松|像闹钟", re.IGNORECASE
)  # fmt: skip
_LESS_FORMAL: Final = re.compile(
    r"\b(?:too|so|bit|little|rather|quite|very) (?:formal|dressy|smart|stiff|fancy|serious|business-?like|elegant|posh)\b|\bless (?:formal|dressy|stiff|fancy|smart)\b|\bmore (?:casual|relaxed|laid[- ]back)\b|太正式|正式了|有点正式|太严肃|太商务|太端着|没那么正式|不那么正式|随意(?:一?点|些)|休闲(?:一?点|些)|太隆重", re.IGNORECASE
)  # fmt: skip
_MORE_FORMAL: Final = re.compile(
    r"\b(?:too|so|bit|rather|quite) (?:casual|sporty|informal|relaxed|sloppy)\b|\bmore (?:formal|dressy|elegant|smart)\b|\bdressier\b|\bsmarter\b(?! ?watch)|太休闲|太随意|太随便|正式(?:一?点|些)|更正式", re.IGNORECASE
)  # fmt: skip
_OTHER_COLOUR: Final = re.compile(
    r"\b(?:another|different|other|wrong|not (?:that|this|the)|don't like the|doesn't like the|not keen on the|hate the) (?:colou?r|shade)s?\b|\bcolou?r (?:is|isn't|doesn't) (?:not |too |wrong|me|work|suit|awful|a bit)|\btoo (?:bright|loud|dark|flashy|garish|colou?rful|pale|light in colou?r|vivid|pink|gaudy)\b|"
    r"颜色(?:太|不喜欢|不好看|不行|不合适|有点|不适合)|换(?:个|一个|种|一种|别的)?颜色|别的颜色|其他颜色|太(?:跳|艳|亮|花哨|花|扎眼|鲜艳|暗|深|浅|素|显眼)",
    re.IGNORECASE,
)  # fmt: skip
_ASKS_COLOURS: Final = re.compile(
    r"\bother colou?rs?\b|\banother colou?r\b|\bdifferent colou?r\b|换(?:个|一个|种|一种|别的)?颜色|别的颜色|其他颜色",
    re.IGNORECASE,
)
_OTHER_MATERIAL: Final = re.compile(
    r"\b(?:another|different|other|not (?:that|this|the)|don't like the) (?:material|fabric)s?\b|换(?:个|种|一种|一个|别的)?(?:材质|材料|面料|料子|质地)|别的(?:材质|材料|面料|料子)|材质不(?:喜欢|行|合适)|不喜欢这?个?(?:材质|面料)",
    re.IGNORECASE,
)
_OTHER_BRAND: Final = re.compile(
    r"\b(?:another|different|other|not (?:that|this)) (?:brand|maker|make|label|house)s?\b|换(?:个|一个|别的)?(?:牌子|品牌)|别的(?:牌子|品牌)",
    re.IGNORECASE,
)
_WARMER: Final = re.compile(
    r"\bwarmer\b|\bnot warm enough\b|\btoo (?:thin|cold|cool)\b|更?(?:保暖|暖和|厚)(?:一?点|些)|不够暖|太薄|不保暖|暖和一点",
    re.IGNORECASE,
)
WARM: Final = ("wool", "cashmere", "alpaca", "mohair", "down", "shearling", "fleece", "yak", "angora")
_SAME: Final = re.compile(
    r"^\W*(?:ok|okay|fine|good|nice|great|lovely|perfect|yes|gorgeous|beautiful)[,.!]? but (?:in|a size|rather in)\b|可以[，,]?但(?:是)?要|\b(?:the|that|this|exactly(?: the| that)?|very)\s(?:very )?same\b|\bsame (?:one|bag|watch|model|style|thing|but|in|piece|pair|scarf|shoes?|jacket|sweater|just)\b|\bexactly (?:that|this)(?: one)?\b|\b(?:that|this) (?:exact )?(?:one|model|style),? (?:but|just|only|in)\b|"
    r"\b(?:have|got|get|make|sell|do|come|comes|available|take|want|like|love)\s(?:it|that one|this one|them|that|this|those)\b[^.?!,]{0,12}\bin\b|\b(?:does it|do they|do these) come in\b|\bis it available in\b|\b(?:it|this|that|that one|this one|them),? (?:but|just|only) in\b|\b(?:i like|i love|like|love) (?:it|that|this|them)\b[^.?!]{0,16}\bin\b|"
    r"同款|同一款|一模一样|就(?:要|是|买|选|拿)?(?:这|那)(?:一)?(?:款|个|件|双|只|条|块|副)|(?:这|那)(?:一)?(?:款|个|件|双|只|条|块|副)(?:要|有没有|有|换)(?!更|别)",
    re.IGNORECASE,
)  # fmt: skip
_IN: Final = re.compile(
    r"^\W*(?:[a-z']+ ){0,5}?(?:but |and )?(?:how about |what about )?(?:it |this |that |one )?in (?:an? )?",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(
    r"\b(?:already|has|have|got|owns?|own)\b[^.,;!?]{0,14}\b(?:those|that(?: one)?|this(?: one)?|it|them|these|the same one|exactly (?:that|this)|one (?:already|like that|of those))\b|\balready (?:has|have|got|own|owns|owned|bought)\b|\b(?:has|have|got|owns) (?:it|those|them|that|one|this) already\b|"
    r"已经?有(?:了|这|一)|\b(?:we|i|she|he|they)(?: already)? (?:have|has|own|owns) (?:that|this|those|these)\b|有(?:这个|这款|这件|这条|这双|同款|一样的|类似的)(?:的)?了|(?:^|[她他我，,])有了|买过(?:了|这)|送过(?:了|这)",
    re.IGNORECASE,
)  # fmt: skip
_REFUSED: Final = re.compile(
    r"\bnot (?:that|this|those|these|it|quite|really|(?:her|his|my|our|their) (?:style|taste|thing|cup)|for (?:me|her|him)|keen|convinced|what i|right|ideal|sure about)\b|\b(?:don't|doesn't|didn't|do not|does not) (?:really |quite )?(?:like|want|love|suit|work|need)\b|"
    r"\bhates? (?:it|that|them|those|this)\b|\b(?:something|anything|someone) (?:else|different|other)\b|\banother (?:one|option|idea|suggestion)\b|\b(?:any|show me|have you|got any|the|some|see) (?:other|others|more)\b|\bwhich other\b|\bdifferent (?:one|piece|model|style)\b|\bnone of (?:these|those|them)\b|"
    r"\bno,? thanks?\b|\bnope\b|\bnah\b|\bwon't do\b|\bi meant\b|\brather (?:have|not)\b|\binstead\b|\bskip (?:it|that|this)\b|\btoo (?!many\b)\w+|\bwrong\b|\bugly\b|\bpass on\b|\balternatives?\b|\bboring\b|\bnot my\b|"
    r"换(?:一?个|一?款|一?件|一?双|一?条|一?只|一?块|别的|其他|点别的|换|掉)|别的|其他的|其它的|还有(?:别的|其他|没有)|不喜欢|不太喜欢|不合适|不适合|不要(?:这|它|那)|都不|太[^，。,!！]{1,8}|不是(?:这|我)|我(?:说|要|想要|想|指)的是|看看别的|一般般|嫌|不好看|没感觉|不够|不行|有没有更",
    re.IGNORECASE,
)  # fmt: skip
_ACCEPTED: Final = re.compile(
    r"\bi'?ll (?:take|have) (?:it|that|this|them|the)\b|\bperfect\b|\bthat'?s the one\b|\bsold!|\blovely, (?:i|thanks|thank)|\bi'?d like to (?:buy|order) (?:it|this|that)\b|\badd (?:it|that|this|them) to\b|就它了|就要它|要了|下单|加(?:入)?购物车|买(?:它|这)了", re.IGNORECASE
)  # fmt: skip
_LONGER: Final = re.compile(
    r"\b(?:burns?|lasts?|runs?|goes|battery)\b[^.?!]{0,12}\blonger\b|\blonger[- ](?:lasting|burning|battery)|(?:续航|燃烧|点|用)(?:得)?(?:更|再)?[长久]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticism:
    """What a message says of the pieces that were shown."""

    wishes: tuple[Wish, ...] = ()
    refused: bool = False
    """Whether a shown piece is refused in so many words."""
    kept: tuple[str, ...] = ()
    """Ids of pieces that are wanted, in another variant perhaps."""
    owned: tuple[str, ...] = ()
    accepted: bool = False
    liked: tuple[str, ...] = ()
    """Ids of pieces that what comes next is to be like."""
    pieces: tuple[Piece, ...] = field(default=())
    """The pieces it speaks of,"""
    picked: bool = False
    """singled out among what was shown."""


def criticism(m: Mentions, setting: Setting, *, mild: bool = False) -> Criticism:
    """What is said of the latest offer; nothing where nothing was shown. `mild`: bounds are taken from the piece of
    several that went furthest the wrong way, rather than from the one that went least."""
    spoken_of = referred(m, setting)
    pieces = spoken_of.pieces
    if not pieces:
        return Criticism()
    low = m.plain.low
    picked = spoken_of.picked and not spoken_of.denied
    by_worth = picked and bool(PICKED_BY_WORTH.search(low))
    wishes = () if by_worth else tuple(_wishes(m, pieces, setting, mild=mild))
    varied = {one.kind for one in wishes if not (one.kind == "colour" and one.unwanted)} - {"size", "colour"}
    owned = bool(_OWNED.search(low)) and not any(one.owned and (one.of("kind:") or one.of("piece:")) for one in m.found)
    resized = bool(wishes) and all(one.kind == "size" for one in wishes)
    chosen = by_worth or (picked and not spoken_of.liked and not wishes and not _REFUSED.search(low))
    same = not spoken_of.denied and (
        resized
        or chosen
        or (
            bool(
                (_SAME.search(low) and not owned)
                or _ASKS_COLOURS.search(low)
                or (spoken_of.single and not owned)
                or _begins_with_colour(m)
            )
            and not varied
        )
    )
    liked = picked and spoken_of.liked and not same and not owned
    return Criticism(
        wishes=(*wishes, *(_like(pieces[0], setting) if liked and len(pieces) == 1 else ())),
        refused=spoken_of.denied
        or (not resized and not liked and not (mild and wishes) and (bool(_REFUSED.search(low)) or bool(wishes))),
        kept=tuple(one.product_id for one in pieces) if same and len(pieces) == 1 else (),
        owned=tuple(one.product_id for one in pieces) if owned else (),
        liked=tuple(one.product_id for one in pieces) if liked else (),
        accepted=bool(_ACCEPTED.search(low)),
        pieces=pieces,
        picked=spoken_of.picked,
    )


def _like(piece: Piece, setting: Setting) -> Iterator[Wish]:
    """What makes it the piece it is: its kind, and softly what it is made of and its colour."""
    if not setting.need.of("category") and piece.categories:
        names = {one.value: one.label for one in setting.schema.categories}
        value = piece.categories[0]
        yield Wish(kind="category", values=(value,), said="", label=names.get(value, Words(value)))
    if piece.kinds and not any(one.name == "kind" for one in setting.need.of("feature")):
        kinds = tuple(sorted(piece.kinds))
        label = joined([kind_label(kind) for kind in kinds])
        yield Wish(kind="feature", name="kind", values=kinds, term=kinds[0], firmness="wish", label=label)
    if piece.materials and not setting.need.of("material"):
        name = piece.materials[0]
        yield Wish(kind="material", values=(name,), term=name, firmness="wish", label=material_label(name))
    if len(piece.colours) == 1 and not setting.need.of("colour"):
        value = piece.colours[0]
        terms = sorted(name for one in setting.schema.colours if one.value == value for name in one.terms)
        label = joined([colour_label(name) for name in terms] or [Words(value)])
        yield Wish(kind="colour", values=(value,), term="/".join(terms), firmness="wish", label=label)


def _begins_with_colour(m: Mentions) -> bool:
    """ "In black, please": the piece that was shown, in another colour."""
    match = _IN.match(m.plain.low)
    if any(one.of("kind:") and one.wanted for one in m.found):
        return False
    return match is not None and any(
        one.start == match.end() and one.wanted and (one.of("col:") or one.of("value:")) for one in m.found
    )


def _wishes(m: Mentions, pieces: Sequence[Piece], setting: Setting, *, mild: bool) -> Iterator[Wish]:
    low = m.plain.low
    if order_said(low) is None:
        yield from _of_price(low, pieces, mild=mild)
        yield from _of_weight(low, pieces, mild=mild)
        yield from _of_size(low, pieces, setting, mild=mild)
    yield from _of_time(low, pieces)
    if _LESS_FORMAL.search(low):
        yield _style("casual", Words("Less formal", "不那么正式"))
    elif _MORE_FORMAL.search(low):
        yield _style("formal", Words("More formal", "更正式"))
    if _OTHER_COLOUR.search(low):
        yield from _refused_colours(m, pieces, setting)
    if _OTHER_MATERIAL.search(low) and not any(one.of("mat:") for one in m.found):
        yield from _refused_materials(pieces)
    if _OTHER_BRAND.search(low):
        brands = tuple(dict.fromkeys(one.brand for one in pieces if one.brand))
        names = {one.value: one.label for one in setting.schema.brands}
        if brands:
            label = turned(joined([names.get(one, Words(one)) for one in brands]), True)
            yield Wish(kind="brand", values=brands, unwanted=True, said="", label=label)
    if _WARMER.search(low):
        yield Wish(
            kind="material",
            values=WARM,
            term="/".join(WARM),
            firmness="wish",
            said="",
            label=Words("Warm material", "保暖材质"),
        )


def _of_price(low: str, pieces: Sequence[Piece], *, mild: bool) -> Iterator[Wish]:
    prices = [one.price for one in pieces if one.price]
    if not prices:
        return
    least, most = min(prices, key=lambda money: money.minor), max(prices, key=lambda money: money.minor)
    high: int | None = None
    if _HALF.search(low):
        high = least.minor // 2
    elif _THIRD.search(low):
        high = least.minor * 2 // 3
    elif match := _PERCENT.search(low):
        high = int(least.minor * (100 - int(match["a"] or match["b"])) / 100)
    elif _CHEAPER.search(low) and not _DEARER.search(low) and not _NOT_CHEAPER.search(low):
        high = (most if mild else least).minor - 1
    if high is not None:
        shown = next((one for one in (least, most) if one.minor == high + 1), None)
        label = under_label(shown) if shown else price_label(None, high, least.currency)
        yield Wish(kind="price", high=Decimal(high), currency=least.currency, said="", label=label)
    elif _DEARER.search(low):
        floor = (least if mild else most).minor + 1
        yield Wish(
            kind="price",
            low=Decimal(floor),
            currency=most.currency,
            said="",
            label=price_label(floor, None, most.currency),
        )


def amount_of(piece: Piece, name: str) -> tuple[str, Decimal] | None:
    """The dimension of a measure of the piece, and its value."""
    for text in piece.amounts:
        own, of, low, _ = text[1:].split("|")
        if own == name:
            return of, Decimal(low)
    return None


def _of_weight(low: str, pieces: Sequence[Piece], *, mild: bool) -> Iterator[Wish]:
    lighter, heavier = _LIGHTER.search(low), _HEAVIER.search(low)
    weights = [found[1] for one in pieces if (found := amount_of(one, "weight"))]
    if not weights or not (lighter or heavier):
        return
    step = Decimal(1) if min(weights) >= 10 else Decimal("0.1")
    if lighter:
        yield _measure("weight", "mass", None, (max if mild else min)(weights) - step)
    else:
        yield _measure("weight", "mass", (min if mild else max)(weights) + step, None)


def _of_size(low: str, pieces: Sequence[Piece], setting: Setting, *, mild: bool) -> Iterator[Wish]:
    bigger, smaller = _BIGGER.search(low), _SMALLER.search(low)
    if bool(bigger) == bool(smaller):
        return
    sized = _size_step(pieces, setting, 1 if bigger else -1)
    if sized is not None:
        yield sized
        return
    watches = any(is_kind_of(kind, "watch") for one in pieces for kind in one.kinds)
    own = [text[1:].split("|")[0] for one in pieces for text in one.amounts]
    name = diameter_of(own) if watches else "side"
    largest = [max(one.sides) for one in pieces if one.sides]
    if largest and smaller:
        yield _measure(name, "length", None, (max if mild else min)(largest) - 1)
    elif largest:
        yield _measure(name, "length", (min if mild else max)(largest) + 1, None)


def _of_time(low: str, pieces: Sequence[Piece]) -> Iterator[Wish]:
    """What lasts longer than what was shown: a candle, a battery."""
    if not _LONGER.search(low):
        return
    for name in dict.fromkeys(text[1:].split("|")[0] for one in pieces for text in one.amounts):
        if name.startswith(("burn", "battery", "power_reserve")):
            found = [value for one in pieces if (value := amount_of(one, name))]
            yield _measure(name, found[0][0], max(value for _, value in found) + 1, None)
            return


def _size_step(pieces: Sequence[Piece], setting: Setting, step: int) -> Wish | None:
    """The next size, where the goods come in sizes."""
    wished = [value for one in setting.need.of("size") for value in one.values]
    shown = [one for piece in pieces for one in piece.sizes] if len(pieces) == 1 else []
    kinds = [kind for piece in pieces for kind in piece.kinds]
    sizes = sizes_of([value for piece in pieces for value in piece.categories[-1:]], kinds, setting.schema)
    for value in (*wished, *(shown if len(shown) == 1 else [])):
        found = next_size(sizes, value, step)
        if found is not None:
            return Wish(kind="size", values=(found.value,), said="", label=found.label)
    return None


def _measure(name: str, of: str, low: Decimal | None, high: Decimal | None) -> Wish:
    return Wish(kind="measure", name=name, dimension=of, low=low, high=high, label=measure_label(name, of, low, high))


def _style(value: str, label: Words) -> Wish:
    return Wish(kind="feature", name="style", values=(value,), label=label)


def _refused_colours(m: Mentions, pieces: Sequence[Piece], setting: Setting) -> Iterator[Wish]:
    if any(one.wanted and (one.of("col:") or one.of("value:")) for one in m.found):
        return
    if any(
        is_kind_of(kind, each) for one in pieces for kind in one.kinds for each in _OF_METAL
    ) and not _COLOUR_SAID.search(m.plain.low):
        return
    values = (
        tuple(dict.fromkeys(value for one in pieces for value in one.colours))
        if all(len(one.colours) == 1 for one in pieces)
        else ()
    )
    if not values:
        return
    terms = {name for one in setting.schema.colours if one.value in values for name in one.terms}
    label = turned(joined([colour_label(name) for name in sorted(terms)] or [Words(values[0])]), True)
    yield Wish(kind="colour", values=values, term="/".join(sorted(terms)), unwanted=True, label=label)


_OF_METAL: Final = ("jewellery", "watch")
_COLOUR_SAID: Final = re.compile(r"colou?r|shade|颜色|色")


def _refused_materials(pieces: Sequence[Piece]) -> Iterator[Wish]:
    names = tuple(dict.fromkeys(name for one in pieces for name in one.materials[:1]))
    if names:
        label = turned(joined([material_label(name) for name in names]), True)
        yield Wish(kind="material", values=names, term="/".join(names), unwanted=True, label=label)
