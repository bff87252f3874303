"""A part whose every word is known says no more than that its values hold of its subject, in whatever order they stand.

Where one clause of the product's own texts has all values of a part, and all that is left are words that only carry the matter of
that clause (`wash`, 戴 beside what care it needs; `does up`, 袋口 beside how it closes), the part is proved. Nothing that turns,
bounds or conditions may stand in it: no denial, quantity word, comparison, time before or after, other product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.amount import same_amount
from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.describing import says
from mercery.claims.grammar.limited import told_whole
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token


@dataclass(frozen=True, slots=True)
class _Matter:
    """Words that carry a kind of clause: which clauses by their concepts, words, and senses."""

    of: frozenset[str]
    words: frozenset[str]
    keys: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(one.replace("_", " ") for one in text.split())


_CLOTHS: Final = frozenset({"c:damp_cloth", "c:soft_cloth", "c:microfibre", "c:wipe", "c:cloth", "c:polish"})
_WATER: Final = frozenset({"c:soapy", "c:cold", "c:hand_wash", "c:machine_wash", "c:wash", "c:sponge", "c:rinse"})
_CLEANED: Final = _CLOTHS | _WATER | {"c:dry_clean", "c:professional", "c:brush"}
_CLOSED: Final = frozenset({"c:zip", "c:magnetic", "c:drawstring", "c:clasp", "c:open_top", "c:lock"})
_SIZED: Final = frozenset({"c:true_to_size", "c:runs_small", "c:runs_large", "c:size_up", "c:size_down"})
_MATTERS: Final = (
    _Matter(
        _CLEANED,
        _words("clean cleaning cleaned cleans dirt dust stain stains mark marks dirty soiled 清洁 清理 打理 保养 护理 收拾 脏 脏了 弄脏 弄脏了 灰 灰尘 污渍 沾 沾了 所有 all"),
        frozenset({"att:care"}),
    ),
    _Matter(_CLOTHS, _words("wipe wiped wiping rub rubbed 擦 擦擦 擦一擦 擦拭 抹 一抹 抹一抹 抹抹"), frozenset({"c:wipe"})),
    _Matter(_WATER, _words("wash washed washing water 洗 洗洗 洗一洗 水 水里 泡泡"), frozenset({"c:wash"})),
    _Matter(frozenset({"c:sponge"}), _words("water wipe wash 擦 擦擦 擦拭 蘸 水 洗"), frozenset({"c:wipe", "c:wash"})),
    _Matter(frozenset({"c:brush"}), _words("dust dirt off away 掉 灰 灰尘 沾 去"), frozenset({"c:brush"})),
    _Matter(frozenset({"c:rinse"}), _words("first lens lenses sea seawater salt swim swimming fresh clean water wash 海 海水 下海 下完海 先 镜片 清水 冲 冲冲 冲一冲 冲一下 洗"), frozenset({"c:wash", "c:rinse"})),
    _Matter(frozenset({"c:trim"}), _words("lighting lit burning candle each time cut back down 剪 剪到 修 修到 点 点火 点燃 烛芯 再 再点"), frozenset({"c:trim", "c:wick", "part:wick"})),
    _Matter(frozenset({"c:service"}), _words("watchmaker see seen go in done once 送 送去 做 一次 一回 回 次 一 年头"), frozenset({"c:service", "att:care"})),
    _Matter(frozenset({"c:change"}), _words("replace replaced swap swapped new fresh cell once time 换 更换 换新 新 一次 一回 回 次 一 颗 块 粒"), frozenset({"c:exchange", "c:change", "att:battery"})),
    _Matter(frozenset({"c:perfume_after"}), _words("spray sprayed spritz spritzed dab apply applied scent perfume fragrance first afterwards after then last in on 喷 先 再 后 戴 最后 之后 香水 喷香水"), frozenset({"c:perfume_after"})),
    _Matter(_CLOSED, _words("top mouth opening up at flap snaps snap clicks click shuts shut closes_with fastens_with itself 一吸 吸 合上 扣上 拉上 口 袋口 包口 开口 顶部 顶上 上头"), frozenset({"c:closure", "att:closure"})),
    _Matter(_SIZED, _words("run runs comes come up order buy take size sizes sizing rather bit little 码 码子 尺码 偏 拍 选 买 穿 平时 平常 版型"), frozenset({"att:size", "c:fits", "att:fit"})),
    _Matter(frozenset({"att:scent"}), _words("blend bouquet trio mix composition 香 混 交织 融合 三种 三样 几样 样 种 味"), frozenset({"att:scent"})),
    _Matter(frozenset({"c:laptop"}), _words("slips slip slides slide tuck tucks computer inch machine notebook 本 本儿 本子 搁 搁得 搁进 进 进去 塞 放 装 机器"), frozenset({"c:fits", "c:inside"})),
    _Matter(frozenset({"c:dust_bag"}), _words("pop put slip tuck keep kept place back away 收 收进 收回 放 放回 放进 装 装进 塞 进 回 里 中"), frozenset({"c:store"})),
    _Matter(frozenset({"c:one_size"}), _words("comes come comes_in come_in in only just sold made available fits 只 就 有 只有")),
    _Matter(frozenset({"c:nights"}), _words("or to away trip trips getaway break breaks stay stays good right enough good_for big_enough_for long for 到 至 出门 出行 出差 短途 旅行 外出 住 够 够用 刚好 正好 适合 用 的")),
    _Matter(frozenset({"c:indoor"}), _words("house home indoors only wear worn 穿 家里 屋里 只"), frozenset({"c:indoor", "quant:only"})),
    _Matter(frozenset({"c:detachable"}), _words("off away free undo 卸 取 拿 拆 掉 下来"), frozenset({"c:detachable"})),
    _Matter(frozenset({"c:worn_across"}), _words("body shoulder worn carry carried 背 挎 斜 身上"), frozenset({"c:worn_across"})),
    _Matter(frozenset({"c:automatic", "c:quartz", "c:hand_wound"}), _words("inside drives driven powered runs ticks beats keeps time 驱动 里头 走 走的"), frozenset({"c:movement"})),
    _Matter(frozenset({"c:hand_rolled"}), _words("edges edge all_round 四边 边 一圈"), frozenset({"c:edge", "part:edge"})),
    _Matter(frozenset({"c:noise_cancelling", "c:wireless_charging", "c:usb_c", "c:uv400", "c:polarised", "c:reflective"}), _words("built in on_board function protection visible dark night 带 有 支持 夜里 晚上"), frozenset({"c:charging"})),
)  # fmt: skip
_CARRYING: Final = _words("one everyone anybody 一 一下 一次 个 回 它 需要 得 要 用 拿 使 使用 就 只 您 把 来 给")
"""Words that carry any matter; `one` as the person who does it."""
_DETAILS: Final = ("c:pocket", "c:hood", "c:sleeve", "c:shoe_compartment", "c:collar")
"""What may have a closure of its own."""
GOODS_WORDS: Final = _CARRYING | frozenset(word for matter in _MATTERS for word in matter.words)
"""All words that may carry a matter of goods."""
_LOST: Final = frozenset({"price", "stock", "place", "brand", "cmp", "cur"})
_TURNING: Final = frozenset(
    {
        "if", "when", "unless", "until", "before", "without", "instead", "instead of", "rather than", "except", "than", "like", "as", "or", "while", "once", "but",
        "如果", "要是", "除非", "之前", "以前", "或", "或者", "像", "似", "若", "除了", "代替", "而不是", "不用", "先", "后",
    }
)  # fmt: skip
_TEXTS: Final = frozenset(
    {
        "care",
        "notes",
        "description",
        "closure",
        "scent_notes",
        "movement",
        "fit_note",
        "charging",
        "lens",
        "pockets",
        "features",
    }
)


def read_order_free(reading: Reading, segment: Segment) -> None:
    """Prove what is open in a segment by one clause of the product's texts and the words that carry its matter."""
    view = segment.view
    told = [
        token for token in segment.tokens if not token.punctuation and token.by in ("", "text") and not _grammar(token)
    ]
    if view is None or segment.group or not any(not token.by for token in told) or len(told) > 9:
        return
    if any(token.is_a("neg") or token.names for token in segment.tokens):
        return
    clause = next((one for one in view.clauses if _bears(one, segment, told)), None)
    if clause is None:
        return
    reading.claim(clause.attribute, "".join(token.text for token in told), clause.fact_id, subject=view.id)
    segment.use(told, "text")


def _grammar(token: Token) -> bool:
    """Words that say nothing by themselves, and a kind of goods the segment has been found to speak of."""
    return token.amount is None and (
        (token.is_a("n", "time") and not token.is_a("c", "mat", "att", "quant", "neg") and token.text not in _TURNING)
        or token.text in ("in", "at", "and", "和")
    )


def _bears(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    if clause.attribute not in _TEXTS or clause.denied or "c:keep_away" in clause.affirmed:
        return False
    borne = [token for token in told if _in(clause, segment, token)]
    detail = any(token.has(*_DETAILS) or set(token.of("part")) - {"main"} for token in told)
    carriers = [
        one
        for one in _MATTERS
        if one.of & clause.affirmed and not (detail and one.of == _CLOSED) and any(_of(one, token) for token in borne)
    ]
    rest = [token for token in told if not any(token is one for one in borne)]
    if not carriers or not all(_carries(token, carriers, told) for token in rest):
        return False
    amounts = [one for one in clause.amounts if clause.attribute == "care" or "c:nights" in clause.affirmed]
    if any(not any(token.amount and same_amount(one, token.amount) for token in told) for one in amounts) and any(
        token.amount for token in told
    ):
        return False
    return told_whole(clause, segment, borne)


def _of(matter: _Matter, token: Token) -> bool:
    """Whether the token tells a value of the matter: words that carry it say nothing alone."""
    return token.amount is None and (
        not token.keys.isdisjoint(matter.of) or ("att:scent" in matter.of and token.is_a("mat"))
    )


def _in(clause: Clause, segment: Segment, token: Token) -> bool:
    if token.amount is not None:
        return any(same_amount(one, token.amount) for one in clause.amounts)
    return says(clause, segment, token)


def _carries(token: Token, carriers: Sequence[_Matter], told: Sequence[Token]) -> bool:
    if token.amount is not None:
        amount = token.amount
        listed = sum(one.is_a("mat") for one in told)  # `three notes` of three that are named
        return amount.kind in ("kinds", "count", "number") and (amount.value == listed if listed else amount.value == 1)
    if token.text in _CARRYING and not token.is_a("quant", *_LOST):
        return True
    if any(token.text in one.words or token.keys & one.keys for one in carriers):
        return not token.is_a("price") or token.is_a("n", "t", "s")
    return False
