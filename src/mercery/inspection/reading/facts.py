"""What was known, as typed values: of each loosely given fact its matter, its amounts, its yes or no, the words it names.

Both ways are read alike: `Known("退货期", "7天")` from a form, and `Known("Price of Oslo chair", "€49.00", fact_id=…)` from
the shop's facts. What cannot be read stays words, and nothing is held against words that were not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Polarity
from mercery.inspection.reading.groups import members
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.terms import terms
from mercery.inspection.transcript import Known

Kind = str
"""What a fact is for: `goods` (what may be said of goods, orders and service), or a rule for the agent itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact, read."""

    known: Known
    name: str
    value: str
    kind: Kind
    topics: frozenset[str]
    """Attributes its name is about."""
    value_topics: frozenset[str]
    acts: frozenset[str]
    """What its name says can be done or be so."""
    terms: frozenset[str]
    """The other words of its name."""
    amounts: tuple[Amount, ...]
    truth: Polarity | None
    members: tuple[tuple[str, frozenset[str]], ...]
    """Of each group of contrary words, those the value names."""

    def of(self, family: str) -> list[Amount]:
        return [one for one in self.amounts if one.family == family]


_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KINDS: Final = (
    ("identity", r"identif|identity|verified|verification|authenticat|logged|requester|核验|验证|身份|核对|实名"),
    ("tone", r"^tone|语气|态度|manner|style"),
    ("handoff", r"hand[ -]?off|hand[ -]?over|escalat|transfer rule|转人工|转接|转交|升级规则|human_when|人工|投诉规则"),
    ("reply", r"response.?limit|reply.?(?:limit|rule|time limit)|target|sla|回复(?:时限|规则)|响应|机器人"),
    (
        "upsell",
        r"upsell|up-sell|^offers?(?: ok| allowed| if| when)?$|cross.?sell|recommend|may.?offer|can.?offer|may.?suggest|sales.?rule|sales.?tip|selling|pitch|话术|销售提示|allowed.?offer|offer.?rule|add.?on|suggest|bundle.?rule|可推|推荐|加购|搭配|连带|搭售|加价购|换购|可主动|可告知|可提示|可提供|可赠送?|可送|可附赠|may.?give|can.?give|may.?add|on.?offer",
    ),
    ("claims", r"claim|allowed wording|advertis|superlative|可宣称|可宣传|宣传|宣称|广告|功效|文案"),
    ("privacy", r"privacy|data rule|数据规则|隐私|card_display|数据保护|personal data"),
    ("comparison", r"compar|competitor|对比规则|竞品|对比|同行"),
    ("payment", r"pay(?:ment)?.?rule|付款规则|支付规则|收款"),
    ("authority", r"authority|goodwill|exception|discretion|权限|特批|agent may|客服可|优惠权限"),
    ("chat", r"long.?chat|channel|会话|备注|note$"),
)
_YES: Final = re.compile(
    r"^(?:yes|y|true|included|available|allowed|possible|supported|required|needed|in stock|free|ok|是|可以?|能|支持|有(?!效|机|人)|含|对|允许|需要?|已|包含|现货|免费|成功)(?:$|[\s,，;；。(（:：])"
)
_NO: Final = re.compile(
    r"^(?:no|n|false|none|excluded|unavailable|sold out|out of stock|否|无|没有?|禁止|缺货|售罄|暂无|不行"
    r"|not (?:suitable|recommended|advised|permitted|safe)(?=$|[,;.(])"
    r"|not (?:in the|part of|included|available|allowed|possible|supported|required|needed|offered|accepted|covered|sold)(?: .*)?"
    r"|(?:暂?不|未)(?:可以?|能|支持|提供|包含|含|包括|包|带|送|附赠?|赠|需要?|用|允许|接受|参加|参与|适用|适合|具备|开通|享受?|配备?|设|收|通过|支付|付款)"
    r"|(?:not |no |non-?|不(?:可以?|能|支持|提供|包含|含|带)?|无|未|没有?|非)(?P<again>[^,，;；。.(（]{1,14}))"
    r"(?=$|[,，;；。.(（:：]|(?<=[\u4e00-\u9fff])\s)"
)
_OPEN_WORLD: Final = re.compile(
    r"(?:no|none|无) ?(?:data|information|info|details|资料|信息)|not (?:yet )?(?:decided|known|fixed|set|sure|announced|confirmed)|unknown|(?<![a-z])tb[ad](?![a-z])|未定|待定|不确定"
)


@lru_cache(maxsize=4096)
def read(known: Known, year: int = 2026) -> Fact:
    """The typed reading of one fact."""
    name = plain(_CAMEL.sub(" ", known.name).replace("_", " "))
    value = plain(known.value)
    topics = lexicon("attributes").keys(name)
    return Fact(
        known=known,
        name=name,
        value=value,
        kind=_kind(name, value),
        topics=topics,
        value_topics=lexicon("attributes").keys(value),
        acts=lexicon("acts").keys(name),
        terms=terms(name),
        amounts=_amounts(name, value, topics, year),
        truth=_truth(name, value),
        members=_members(name, value),
    )


def _members(name: str, value: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Those the value names, and those that only name and value say together ("assembly: required")."""
    own = members(value)
    apart = {group for group, _ in (*own, *members(name))}
    return (*own, *(one for one in members(f"{name} {value}") if one[0] not in apart))


def _kind(name: str, value: str) -> Kind:
    if re.search(r"^payments?$|^付款$|^支付$", name) and re.search(r"only|checkout|仅|只|限|不", value):
        return "payment"
    if re.search(r"^(?:bundles?|extras?|deal)$|(?<![a-z])offers?(?![a-z])", name) and re.search(
        r"(?<![a-z])(?:for orders|when(?:ever)?|if|with|can be|may be|to be|to customers|suggest|mention)(?![a-z])",
        value,
    ):
        return "upsell"
    named = next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "")
    if not named and _RULE.search(name):
        named = next((kind for kind, pattern in _BY_VALUE if re.search(pattern, value)), "")
    return named or "goods"


_RULE: Final = re.compile(
    r"rule|polic|protocol|process|procedure|standard|guideline|note|must|规则|要求|流程|规范|规定|须知|制度|政策"
)
_BY_VALUE: Final = (
    ("handoff", r"hand(?:ed)? over|transfer|to a (?:person|human|colleague)|escalat|转人工|转接|转交|专员|主管"),
    ("identity", r"verif|identif|before (?:any |showing )?(?:order|account)|核验|核对|验证|身份"),
    ("privacy", r"third part|other customers?|personal data|not be (?:disclosed|shown|shared)|泄露|透露|他人|隐私"),
    ("reply", r"(?:reply|respond|answer) within|回复.{0,6}(?:秒|分钟)"),
    ("comparison", r"competitor|rival|other brands|同行|其他品牌|竞品|贬低"),
    ("claims", r"claims?(?![a-z])|superlative|advertis|宣称|宣传|疗效|功效|极限词"),
    ("tone", r"polite|friendly|tone|礼貌|语气|态度"),
    ("payment", r"checkout only|only (?:through|via|at) (?:the )?(?:shop|checkout)|私下|平台(?:付款|下单|收银)"),
)
"""What a fact with a general name ("rule") is for."""


def facts(known: Sequence[Known], year: int = 2026) -> list[Fact]:
    """All of them, read. What a value names by itself ("Ceylon, caffeine: yes") is a fact of its own."""
    found = []
    for one in known:
        found.append(read(one, year))
        for piece in re.split(r"[,，;；|]", one.value):
            match = _NAMED.match(piece.strip())
            if match and not match["value"].startswith("//"):
                found.append(replace(read(Known(name=match["name"], value=match["value"]), year), known=one))
    return found


_NAMED: Final = re.compile(r"^(?P<name>[^\d:：=]{2,24})\s?[:：=]\s?(?P<value>.{1,60})$")


def plain(text: str) -> str:
    """Small letters, one kind of apostrophe."""
    return text.lower().replace("’", "'").replace("‑", "-").strip()


def _truth(name: str, value: str) -> Polarity | None:
    """Yes or no of what the name says. A denial of something else ("camera: no memory inside") is none of the name's."""
    if _OPEN_WORLD.search(value) or any(hit.start == 0 for hit in lexicon("conditions").hits(value)):
        return None
    if re.search(
        r"(?<![a-z])(?:when|if|unless|after|once (?:it|you|the|they)|except|only)(?![a-z])|时|则|除|仅|只", value
    ):
        return None
    if denied := _NO.match(value):
        again = denied["again"]
        return "no" if again is None or _says_again(name, again.strip()) else None
    if _YES.match(value):
        return "yes"
    bare = {_BARE[said] for piece in re.split(r"[,，;；、|]", value) if (said := piece.strip()) in _BARE}
    return next(iter(bare)) if len(bare) == 1 else None


_BARE: Final[dict[str, Polarity]] = {
    **dict.fromkeys(("not included", "sold separately", "not offered", "not available", "不含", "不包含", "另购", "需另购", "不提供", "不支持"), "no"),
    **dict.fromkeys(("included", "in the box", "comes with it", "附赠", "包含", "已含"), "yes"),
}  # fmt: skip
"""Pieces of a value that say yes or no by themselves ("E14, not included")."""


def _says_again(name: str, words: str) -> bool:
    """Whether the words are the name's own ("waterproof: not waterproof", 防水：不防水)."""
    here, there = lexicon("acts").keys(words), lexicon("acts").keys(name)
    return words in name or bool(here & there) or bool(terms(words) and terms(words) <= terms(name))


_ALONE: Final = ("money", "points", "spf", "size", "percent", "mah", "noise", "voltage", "power", "brightness")


def _amounts(name: str, value: str, topics: frozenset[str], year: int) -> tuple[Amount, ...]:
    """Amounts of the value. A bare number is of the family its name asks for, where it asks for one ("price: 35"); bounds in
    the name hold for the value ("max load: 30 kg").
    """
    wanted = [family for topic in topics for family in families().get(topic, ())]
    family = next((one for one in _ALONE if one in wanted), None)
    found = []
    for one in amounts(value, year):
        if one.family == "number" and re.match(_EACH, value[one.end :]):
            one = replace(one, family="money")
        elif (
            one.family == "number"
            and family
            and (value.strip() == value[one.start : one.end].strip() or family == "money")
        ):
            one = replace(one, family=family)
        elif one.family == "number" and "age" in topics:
            one = replace(one, family="time", low=one.low * 365, high=one.high * 365)
        if one.bound == "exact":
            piece = re.split(r"[,，;；。、/]", value[: one.start])[-1]
            one = replace(one, bound=_bound_of(name) or _bound_of(piece) or one.bound)
        found.append(one)
    return tuple(found)


_EACH: Final = r"\s?(?:each|apiece|per (?:pair|kg|kilo|m|metre|night|person|month|year|piece|head)|a (?:piece|pair|month|year|night))(?![a-z])|/(?:kg|months?|weeks?|days?|nights?|h|hours?|pairs?|persons?|year|月|年|个|件|天|晚|位)"
"""A number before it is a price."""


def _bound_of(name: str) -> str | None:
    if re.search(r"(?<![a-z])max|limit|up to|(?<![a-z])most|最大|最高|上限|限重|最长|最多", name):
        return "most"
    if re.search(r"(?<![a-z])min(?:imum|\.|_| |$)|at least|最小|最低|起订|下限", name):
        return "least"
    return None
