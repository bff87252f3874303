"""Calling for a person and handing over: who demands one, which rule of the shop demands one, who does it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from mercery.conversations import words_of_matters
from mercery.conversations.calling_for_a_person import URGENT
from mercery.conversations.words_of_matters import Matter
from mercery.core.i18n import Words
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.transcript import Known

SITUATIONS: Final[dict[str, Words]] = {
    "safety": Words("a matter of safety", "安全问题"),
    "health": Words("a matter of health", "健康问题"),
    "legal": Words("legal steps", "法律或监管事宜"),
    "press": Words("press or publicity", "媒体或曝光"),
    "privacy": Words("a request about personal data", "个人信息请求"),
    "discrimination": Words("misconduct or discrimination", "不当行为或歧视"),
    "fraud": Words("fraud or misuse", "欺诈或盗用"),
    "payment": Words("a disputed payment", "扣款争议"),
    "minor": Words("a minor", "未成年人"),
    "grief": Words("a customer in distress", "顾客处境特殊"),
    "complaint": Words("a complaint", "投诉"),
    "repeated": Words("the same matter again", "问题反复未决"),
    "business": Words("a business enquiry", "企业或大宗需求"),
    "damage": Words("damage or loss", "破损或丢失"),
    "refund": Words("a refund or favour", "退款或例外"),
    "language": Words("somebody who needs help to follow", "沟通不便的顾客"),
    "medical": Words("a medical question", "医疗咨询"),
}
"""What a rule may name, in the words of a report."""
_URGENT_AS: Final = {
    "legal": "legal",
    "injury": "safety",
    "minor": "minor",
    "fraud": "fraud",
    "payment_dispute": "payment",
}
_ABOVE: Final = re.compile(r"manager|supervisor|boss|owner|senior|lead\b|director|team|department|desk|specialist|officer|office|press\b|sales|security|safety|legal|privacy|主管|经理|店长|领导|上级|负责人|老板|专员|法务|公关|财务|安全[部组团]|专家|团队|部门|专人|品控|资深|二线|总部|小组")  # fmt: skip
_AMOUNT_RULE: Final = re.compile(
    r"(?:above|over|more than|exceed\w*|from|beyond|>=?|≥|at least|higher than|greater than|超过?|高于|大于|满|达到?|逾|不低于)\s*(?:usd|eur|gbp|cny|rmb|[$€£¥])?\s*(\d[\d,.]*)\s*(?:k\b|千|万)?|(\d[\d,.]*)\s*(?:usd|eur|gbp|元|块|dollars?|euros?|[$€£¥])?\s*(?:以上|及以上|and (?:above|more|up)|\+|or more)"
)
_AMOUNT: Final = re.compile(r"(?<![\w.])(?:[$€£¥]\s?)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]*\d)", re.ASCII)
_BEFALL: Final = frozenset({"safety", "health"})
"""Situations that befall somebody."""
_ASKS_OF_GOODS: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|and|but|also|ok|okay)\W+)?(?:is|are|does|do|can|could|will|would|may|should|how|what|which|any)\b"
    r"|会不会|能不能|是不是|有没有|怕不怕|容不容易|会[^,。!?;]{0,8}[吗么不]\W*$|[吗么]\W*$"
)
_HAPPENED: Final = re.compile(
    r"\b(?:was|were|got|gave|has|had|have|started|just|after|since|yesterday|today|now|keeps?|broke|fell|burned|burnt|collapsed|caught|exploded|went|came|i'm|he's|she's|bleeding|swallowed|swollen|hospital|ambulance|pregnan\w+)\b"
    r"|了|刚|着火|起来|流血|医院|正在|孕|现在"
)
_SOMEBODYS: Final = re.compile(
    r"\b(?:team|desk|department|supervisor|manager|specialist|officer|colleague|person|human|agent)s?\b|专员|团队|小组|主管|经理|部门?\W*$|人工|客服|专席"
)
"""Who is to take it on; what they are called after is not what the customer tells."""
_LOSSES: Final = frozenset({"refund", "damage", "complaint", "payment", "legal"})
_COUNTED: Final = re.compile(
    r"\b(?:pieces|items|units|pcs|copies|sets|bulk|quantit\w+)\b|\d\s*(?:件|个|台|套|份|箱|盒|把|张|双|条|瓶|只)|批量|大单|团购"
)
_PARTS: Final = re.compile(
    r"[/,;、,;|+:()]|\bor\b|\band\b|\bto\b|\bgo(?:es)?\b|->|→|=>|或|和|及|与|以及|转|交|必须|须|要|应|立即|马上"
)
_STOP: Final = frozenset(
    [
        "customer",
        "customers",
        "client",
        "person",
        "human",
        "hand",
        "over",
        "handed",
        "handover",
        "handoff",
        "pass",
        "when",
        "asks",
        "asked",
        "always",
        "must",
        "immediately",
        "directly",
        "once",
        "within",
        "should",
        "only",
        "case",
        "cases",
        "request",
        "requests",
        "matter",
        "matters",
        "issue",
        "issues",
        "problem",
        "problems",
        "concerning",
        "about",
        "with",
        "from",
        "that",
        "this",
        "they",
        "there",
        "into",
        "their",
        "team",
        "colleague",
        "supervisor",
        "manager",
        "specialist",
        "department",
        "agent",
        "bot",
        "any",
        "all",
        "the",
        "and",
        "for",
        "are",
        "has",
        "have",
        "been",
        "will",
        "sent",
        "send",
        "transfer",
        "transferred",
        "escalate",
        "escalated",
        "escalation",
    ]
)
_STOP_ZH: Final = re.compile(
    r"人工|客户|顾客|用户|买家|要求|规则|立即|马上|必须|一律|直接|情况|问题|主管|经理|专员|客服|时|的|类|涉及|遇到|出现|发生|需要|请求|转|交"
)


@lru_cache(maxsize=2000)
def demands_person(text: str) -> str:
    """The words that ask for a person, or nothing."""
    low = plain(text)
    if (found := phrases("handing", "demand").find(low) or phrases("handing", "demand_above").find(low)) is None:
        return ""
    return text[found.start() : found.end()].strip()


def demands_somebody_above(text: str) -> str:
    """The words that ask for a manager, or nothing."""
    found = phrases("handing", "demand_above").find(plain(text))
    return text[found.start() : found.end()].strip() if found else ""


@lru_cache(maxsize=2000)
def hands_over(text: str) -> bool:
    """Whether it connects the customer with a person, offers that or has done it: a queue, a ticket, a call back."""
    return phrases("handing", "hands_over").say(plain(text))


def refers(text: str) -> bool:
    """Whether it names where somebody else takes the matter on."""
    return phrases("handing", "refers").say(plain(text))


def withdraws(text: str) -> bool:
    """Whether the customer no longer wants what was asked."""
    return phrases("handing", "withdraws").say(plain(text))


def names_somebody_above(rule: Known) -> bool:
    """Whether a rule sends to somebody special, for whom any person of the shop is no substitute."""
    value = plain(rule.value)
    return _ABOVE.search(value) is not None or _SOMEBODY_NAMED.search(value) is not None


_SOMEBODY_NAMED: Final = re.compile(
    r"(?:->|→|=>|\bto\b|\bonly\b) ?(?:ms|mr|mrs|miss|dr)\.? [a-z]+|\bcomplaints\W*(?:$|,|at once|immediately)|[给找由转][\u4e00-\u9fff]{1,2}[姐哥工]"
)
"""Sends to one person by name, or to the desk of complaints."""


def demanded_by(rule: Known, text: str, known: Sequence[Known] = (), before: str = "") -> str | None:
    """The situation for which a rule demands a person, if `text` tells of it; None where it does not. `before`: all the
    customer wrote until then, for rules that count days."""
    low, wanted = plain(text), plain(f"{rule.name.replace('_', ' ')}: {rule.value}")
    if (days := _DAYS_RULE.search(wanted)) is not None:
        return _waited(days, wanted, plain(before))
    if (limit := _limit(wanted)) is not None:
        return _beyond(limit, wanted, low, known)
    # Often the name alone says for which matter: "skin reactions: pass to the safety desk".
    value = wanted
    urgent = {_URGENT_AS[name] for name, pattern in URGENT.items() if pattern.search(low)}
    for name in SITUATIONS:
        if phrases("situations", f"{name}.rule").say(value) and (name in urgent or _says_of(name, low)):
            return name
    for matter in words_of_matters.demanded(value):
        if _befallen(matter, low):
            return _MATTERS[matter]
    name = plain(rule.name.replace("_", " "))
    named = any(_told(name, _TRAIT.sub(" ", one.plain)) for one in sentences(low) if _happened(one.plain))
    return "other" if named or _told(plain(rule.value), low) else None


_MATTERS: Final[dict[Matter, str]] = {
    "injury": "safety",
    "fire": "safety",
    "allergy": "health",
    "legal": "legal",
    "press": "press",
    "fraud": "fraud",
    "minor": "minor",
    "harm": "grief",
    "grief": "grief",
    "business": "business",
}


def _befallen(matter: Matter, low: str) -> bool:
    """Whether a matter that a rule names is told of: what befalls somebody in a sentence that does not merely ask of goods."""
    if _MATTERS[matter] not in _BEFALL:
        return words_of_matters.told(matter, low)
    return any(
        words_of_matters.told(matter, _TRAIT.sub(" ", one.plain)) and _happened(one.plain) for one in sentences(low)
    )


_DAYS_RULE: Final = re.compile(
    r"(?:above|over|more than|exceed\w*|longer than|beyond|after|>=?|≥|超过?|逾|满|大于)\s*(?P<n>\d{1,3})\s*(?:个)?(?:working |business |工作)?(?P<unit>days?|weeks?|months?|天|日|周|月)"
    r"|(?P<n2>\d{1,3})\s*(?:个)?(?:working |business |工作)?(?P<unit2>days?|weeks?|months?|天|日|周|月)(?:以上|未|还未|仍未|没)"
)
"""A rule for what lasts too long."""


def _waited(rule: re.Match[str], wanted: str, told: str) -> str | None:
    """Whether the customer tells of a span beyond the rule's, in a matter of the rule."""
    unit = rule["unit"] or rule["unit2"]
    factor = 7 if unit.startswith(("week", "周")) else 30 if unit.startswith(("month", "月")) else 1
    limit = int(rule["n"] or rule["n2"]) * factor
    about = [name for name in SITUATIONS if phrases("situations", f"{name}.rule").say(wanted)]
    named = [name for name in about if phrases("situations", f"{name}.said").say(told)]
    lasts = [one.low for one in amounts(told) if one.family == "time"]
    if about and not named:
        return None
    return (named[0] if named else "repeated") if any(days > limit for days in lasts) else None


def _happened(sentence: str) -> bool:
    """Whether it tells of something rather than merely asks of goods."""
    return _HAPPENED.search(sentence) is not None or not _ASKS_OF_GOODS.search(sentence)


_TRAIT: Final = re.compile(
    r"\b(?:is|am|are|i'm|he's|she's|we're|they're|being|who(?:'s| is)|very|highly|badly|severely) (?:\w+ )?(?:allergic|intolerant|sensitive)(?: to(?: \w+){1,3})?|\b(?:an?|any|my|his|her|with|has|have) (?:\w+ )?(?:allerg(?:y|ies)|intolerance)(?: to(?: \w+){1,3})?|\b(?:allergy|allergen)\b|\b(?:hurts?|kills?|breaks?|wounded|bruised) (?:my|his|her|your|the|our) (?:pride|feelings|ego|wallet|heart|budget|bank)\b|对[^,，。!?]{1,6}过敏(?!了)|过敏(?:体质|皮|肌|史|源|原)|敏感[肌皮]"
)
"""What somebody is prone to has not happened."""


def _says_of(name: str, low: str) -> bool:
    """Whether a situation is told of. That something might burn or itch, asked before it is bought, is no accident."""
    if name not in _BEFALL:
        return phrases("situations", f"{name}.said").say(low)
    return any(
        phrases("situations", f"{name}.said").say(_TRAIT.sub(" ", one.plain)) and _happened(one.plain)
        for one in sentences(low)
    )


def _limit(wanted: str) -> float | None:
    found = _AMOUNT_RULE.search(wanted)
    if found is None:
        return None
    number = float((found[1] or found[2]).replace(",", "").rstrip("."))
    return number * (10_000 if "万" in found[0] else 1000 if re.search(r"k\b|千", found[0]) else 1)


def _beyond(limit: float, wanted: str, low: str, known: Sequence[Known]) -> str | None:
    """Whether an amount, told or on record, is beyond the rule's, in a matter of the rule."""
    about = [name for name in SITUATIONS if phrases("situations", f"{name}.rule").say(wanted)]
    # A rule for amounts is about somebody's loss, however it is told; a rule for numbers of pieces about any goods.
    told = {*about, *(_LOSSES if set(about) & _LOSSES else ())}
    counted = _COUNTED.search(wanted) is not None
    if about and not counted and not any(phrases("situations", f"{name}.said").say(low) for name in sorted(told)):
        return None
    if counted:
        known = ()
    elsewhere = [plain(one.value) for one in known if plain(one.value) not in wanted]
    named = [float(one[1].replace(",", "")) for text in (low, *elsewhere) for one in _AMOUNT.finditer(text)]
    return (about[0] if about else "other") if any(limit < amount < 1e7 for amount in named) else None


def _told(value: str, low: str) -> bool:
    """Whether the customer tells what a part of the rule says, in its own words."""
    return any(_same(part, low) for part in _PARTS.split(value) if not _SOMEBODYS.search(part))


def _same(part: str, low: str) -> bool:
    words = [word for word in re.findall(r"[a-z]{4,}", part) if word not in _STOP]
    if words and all(re.search(rf"\b{re.escape(word[: max(4, len(word) - 3)])}", low) for word in words):
        return len(words) > 1 or len(words[0]) > 5
    signs = _STOP_ZH.sub("", "".join(re.findall(r"[\u4e00-\u9fff]", part)))
    return len(signs) >= 2 and (signs in low or (len(signs) > 3 and all(pair in low for pair in _pairs(signs))))


def _pairs(signs: str) -> Iterator[str]:
    for at in range(0, len(signs) - 1, 2):
        yield signs[at : at + 2]
