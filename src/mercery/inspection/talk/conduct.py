"""What the shop's facts say about conduct, however loosely: who is identified, when a person must take over. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from mercery.inspection.talk.phrases import plain
from mercery.inspection.transcript import Known

ANSWER_WITHIN: Final = timedelta(seconds=120)
"""The time a person has to answer where the shop names none."""

_IDENTITY: Final = re.compile(
    r"identif|identity|verif|authenticat|logged|log-?in|known customer|\bid check|\bauth\b|session|visitor|caller|asker|requester|会话|访客|来访|核验|验证|身份|实名|核实|核对|登录|确认身份"
)
_UNKNOWN: Final = re.compile(
    r"(?:not|never|isn't|wasn't|hasn't|nobody|no one)(?: \w+){0,3} (?:identified|verified|authenticated|logged in|checked|confirmed|signed in)|unverified|unidentified|unauthenticated|^\W*(?:anonymous|guest|游客|匿名)(?: (?:user|session|checkout|visitor|customer))?\W*$|no (?:identity |id )?(?:check|verification|login|proof)|not logged|未(?:做|经|完成|通过)?(?:身份)?(?:核验|验证|登录|核实|核对|确认身份|实名|认证)|没有?(?:做|经过)?(?:核验|验证|登录|核实|核对)|身份不明"
)
_FAILED: Final = re.compile(
    r"fail|mismatch|doesn't match|does not match|no match|not match|wrong|only (?:gave|the|a|first|name|order)|incomplete|didn't|did not|不符|不一致|不匹配|对不上|失败|未通过|不通过|只报|只给|只说|仅提供|只提供|错误"
)
_RULE: Final = re.compile(
    r"rule|policy|must|before|required?|method|how|needs?|规则|方式|要求|规定|流程|须|先|才能|政策|条件|制度"
)
_YES: Final = re.compile(
    r"^\W*(?:yes|true|y\b|1$|done|ok\b|passed|confirmed|verified|identified|logged|match|complete|successful|是|已|通过|完成|成功|一致|对$|验证码通过|有$|核验通过|本人)"
)
_NO: Final = re.compile(
    r"^\W*(?:no\b|not\b|none|nobody|false|n\b|0$|un(?:verified|known|identified|confirmed)|never|pending|failed|missing|anonymous|guest|skipped|incomplete|mismatch|wrong|open$|否|未|没|不|无|失败|游客|匿名|待|尚未|错误|跳过)"
)
_HAND_OVER: Final = re.compile(
    r"hand.?(?:off|over)|escalat|to a (?:human|person)|transfer (?:rule|to|when)|转人工|转接|转交|转主管|转专员|转经理|人工(?:规则|条件|服务|客服)|升级(?:规则|条件)|上报"
)
_HAND_OVER_WORDS: Final = re.compile(
    r"hand(?:ed|s|ing)?[ -]?(?:off|over|it|them|to)|escalat|pass(?:ed)? (?:on|to|it)|transfer|(?:go|goes|going|sent|send|straight|belongs?|forward(?:ed)?|refer(?:red)?|immediately|directly|at once|always|taken) (?:\w+ ){0,3}to (?:\w+ ){0,3}(?:team|person|human|colleague|manager|supervisor|specialist|department|officer|desk|legal|press|agent|lead|owner)|(?:human|person|supervisor|manager|colleague|specialist|team lead|legal team|safety team|officer|desk|expert)s? (?:must|only|straight away|needs?|has to|have to|decides?|takes?|handles?|required|at once|immediately|within)|(?:needs?|requires?|call|get|involve|inform|ask|→|->|=) (?:a |the |to a )?(?:\w+ )?(?:human|person|supervisor|manager|colleague|specialist)|human (?:team|agent|at once)|to a human|to a person"
    r"|转[^,，。;；转不]{0,6}(?:专员|主管|经理|专人|同事|专席|小组|团队|[部组](?!分))|转(?:人工|接|给|交|到|至|主管|经理|专员|安全|法务|公关|售后|人|店长|同事|客服|专人|上级|真人|负责人|隐私|大客户|财务|品控|食品|媒体|总部|资深|二线|高级)|必须转|须转|要转|应转|立即转|→|交(?:由|给)|升级(?:给|到|至|主管|处理|人工|二线|经理)|(?:须|要|应|立即|马上|必须)升级|上报|由(?:主管|经理|专员|专人|人工|店长|法务|公关|真人|负责人)|(?:主管|经理|专员|专人|人工|店长|法务|公关|真人|负责人)(?:处理|介入|跟进|审批|接手|回复|负责|来)|不得拦截"
)
_SENT: Final = re.compile(
    r"hand(?:ed)? over (?:on )?\d|handed (?:over )?to the (?:courier|carrier|post)|已交(?:快递|承运)"
)
"""What was given to the carrier is no case for a person."""
_NO_HAND_OVER: Final = re.compile(r"^\W*(?:none|no\b|not needed|never|n/a|无|没有|不需要|无需)")
_LIMIT: Final = re.compile(
    r"(?:response|reply|answer|respond|first)\w*[ _-]?(?:limit|time|within|target|sla|max)|\bsla\b|(?:reply|answer|respond) within|(?:回复|响应|应答|首响|回应)[^,。]{0,3}(?:时限|时间|限|目标|要求)|首响"
)
_DURATION: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*(s\b|sec\w*|秒|m\b|min\w*|分钟?|h\b|hours?|小时)|^\W*(\d+)\W*$", re.ASCII
)
_PROOFS: Final = re.compile(
    r"(?:e-?mail|phone|name|surname|zip|postcode|date of birth|code|order (?:no|number)|password|手机号?|尾号|后四位|姓名|邮箱|邮编|验证码|订单号|生日)\s*(?:\+|and|&|plus|first|和|加|、|$)"
)
"""A rule that only names the proof: "phone + surname"."""
_PAYMENT: Final = re.compile(r"pay|checkout|付款|支付|收款|付钱|结算|收银")
_OTHERS: Final = re.compile(
    r"other|second|neighbou?r|recipient|sender|gift|ex\b|wife|husband|sister|brother|spouse|owner|requester|previous|account holder|privacy|data rule|隐私|他人|邻居|其他|另一|送礼|寄件|代收|前|数据"
)
_OF_ANOTHER: Final = re.compile(
    r"\b(?:belongs to|owned by|is (?:the )?order of|placed by) (?!(?:the )?(?:customer|caller|client|user|visitor)\b)|属于(?!本人|顾客|客户|该)|是他人的|为他人"
)
"""A fact whose value says whose it is."""
_CUSTOMER: Final = re.compile(
    r"customer|client|buyer|name|identified|verified|account|e-?mail|phone|address|match|registered|on file|顾客|客户|买家|姓名|收件人|会员|邮箱|电话|手机|地址|一致|本人|核验|注册"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What is agreed on how to deal with this customer."""

    identified: bool | None
    """Whether the customer was identified when the conversation began; None where nothing says so."""
    proof_failed: bool
    """Whether they say that what was given as proof does not hold."""
    identity: Known | None
    """The fact that says so."""
    identity_rules: tuple[Known, ...]
    hand_over: tuple[Known, ...]
    """When a person must take over."""
    answer_within: timedelta
    payment: tuple[Known, ...]
    own: tuple[Known, ...]
    """What is known of the customer."""
    others: tuple[Known, ...]
    """What is known of somebody else, or says that there is somebody else."""


def conduct_of(known: Sequence[Known]) -> Conduct:
    """Read from facts written in any words."""
    status = [one for one in known if _says_identified(one) is not None]
    rules = tuple(one for one in known if _is_identity_rule(one))
    return Conduct(
        proof_failed=bool(status and _FAILED.search(plain(status[0].value))),
        identified=_says_identified(status[0]) if status else None,
        identity=status[0] if status else None,
        identity_rules=rules,
        hand_over=tuple(one for one in known if _demands_hand_over(one)),
        answer_within=_limit(known),
        payment=tuple(one for one in known if _PAYMENT.search(plain(one.name)) or _PAYMENT.search(plain(one.value))),
        own=tuple(one for one in known if _CUSTOMER.search(plain(one.name)) and not _OTHERS.search(plain(one.name))),
        others=tuple(one for one in known if _OTHERS.search(plain(one.name)) or _OF_ANOTHER.search(plain(one.value))),
    )


_PASSED: Final = re.compile(
    r"[,，;；:：、]\s?(?:\d{1,2}[:：]\d{2}\s?)?(?:已(?:核验|验证|核实|通过)?|通过|一致)(?:通过|无误)?\W*$|(?:已|都|均|全)(?:经|都)?(?:对上|核对上|对得上|吻合|一致|相符|核过|对过)了?\W*$|\b(?:both |all )?match(?:es|ed)?(?: the (?:order|account|record))?\W*$|[,;:]\s?(?:passed|matched|verified|confirmed|done)(?: at \d{1,2}[:.]\d{2})?\W*$"
)
"""The way and then its outcome: 姓名+手机尾号，已通过."""


def _says_identified(fact: Known) -> bool | None:
    name, value = plain(fact.name).replace("_", " "), plain(fact.value)
    if re.search(r"\brule\b|policy|规则|方式|要求|规定", name):
        return None
    if _UNKNOWN.search(value) and not _RULE.search(value):
        return False
    if not _IDENTITY.search(name):
        return None
    # "no order data before …" is a rule, not a state.
    if _FAILED.search(value) and not _YES.search(value):
        return False
    if _PASSED.search(value) and not _FAILED.search(value):
        return True
    if _NO.search(value):
        return None if _RULE.search(value) and len(value) > 30 else False
    return True if _YES.search(value) else None


_UPON: Final = re.compile(
    r"\b(?:only |not before )?after (?:\w+ ){0,2}(?:code|log-?in|logging in|e-?mail|postcode|password)\b|(?:须|需|要|先)(?:先)?(?:登录|报|提供|核对|核实|验证)[^,，。]{0,12}(?:登录|订单号|单号|手机|尾号|姓名|收件人|验证码)"
)
"""Names what must come first: "only after login, or e-mail plus old postcode"."""


def _is_identity_rule(fact: Known) -> bool:
    name, value = plain(fact.name).replace("_", " "), plain(fact.value)
    if re.search(r"rule|check|method|proof|规则|方式|核验|核对|要求", name) and _PROOFS.search(value):
        return _says_identified(fact) is not True
    if _UPON.search(value) and _says_identified(fact) is None:
        return True
    about = _IDENTITY.search(name) or _IDENTITY.search(value)
    return bool(about and (_RULE.search(name) or _RULE.search(value))) and _says_identified(fact) is not True


def _demands_hand_over(fact: Known) -> bool:
    name, value = plain(fact.name).replace("_", " "), plain(fact.value)
    if _SENT.search(value) and not _HAND_OVER.search(name):
        return False
    if _NO_HAND_OVER.search(value) and not _HAND_OVER_WORDS.search(value):
        return False
    return bool(_HAND_OVER.search(name) or _HAND_OVER_WORDS.search(value) or _HAND_OVER_WORDS.search(f"{name} {value}"))


def _limit(known: Sequence[Known]) -> timedelta:
    for fact in known:
        name, value = plain(fact.name), plain(fact.value)
        if not (_LIMIT.search(name.replace("_", " ")) or _LIMIT.search(value)):
            continue
        if (number := _DURATION.search(value)) is None:
            continue
        unit = number[2] or ("s" if re.search(r"_s$|sec|秒", name) else "m" if re.search(r"min|分", name) else "s")
        factor = 3600 if unit.startswith(("h", "小")) else 60 if unit.startswith(("m", "分")) else 1
        seconds = float(number[1] or number[3]) * factor
        if 10 <= seconds <= 4 * 3600:
            return timedelta(seconds=seconds)
    return ANSWER_WITHIN
