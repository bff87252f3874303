"""The questions a heading answers, in its own language. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.drafts.asking_en import common, flipped, lowered
from mercery.knowledge.drafts.topics import topic_of
from mercery.knowledge.places import places_in

_NUMBERING: Final = re.compile(
    r"^(?:(?:section|chapter|part|step|article|appendix|annex|§)\s*[\divx]+(?:\.\d+)*\s*[.:)–—-]*\s+|\d+(?:\.\d+)+\.?\s+|\d{1,2}[.)]\s+|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|第[一二三四五六七八九十\d]+[章节条部分]\s*|[a-z][.)]\s+|[ivx]+[.)]\s+)+",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"^(?:overview|introduction|general(?: (?:information|rules|terms))?|definitions?|scope|purpose|background|details?|notes?|other|miscellaneous|exceptions?|conditions?|requirements?|eligibility|faqs?|frequently asked questions|questions(?: and answers)?|terms(?: and conditions)?|summary|basics?|how it works|procedure|process|steps|costs?|fees?|time(?:s|frame)?|deadlines?|important(?: notes?)?|概述|简介|总则|说明|定义|范围|目的|其他|例外|条件|要求|常见问题(?:解答)?|注意事项|流程|步骤|费用|时间|附则|须知|备注)$",
    re.IGNORECASE,
)
_VERBS: Final = frozenset(
    [
        "cancel",
        "modify",
        "return",
        "exchange",
        "change",
        "reset",
        "recover",
        "update",
        "manage",
        "initiate",
        "track",
        "place",
        "order",
        "pay",
        "contact",
        "report",
        "request",
        "apply",
        "use",
        "redeem",
        "activate",
        "deactivate",
        "delete",
        "close",
        "create",
        "open",
        "register",
        "sign",
        "log",
        "check",
        "find",
        "choose",
        "select",
        "add",
        "remove",
        "edit",
        "book",
        "schedule",
        "reschedule",
        "collect",
        "send",
        "ship",
        "deliver",
        "pick",
        "pack",
        "wrap",
        "clean",
        "wash",
        "care",
        "store",
        "measure",
        "repair",
        "replace",
        "claim",
        "file",
        "submit",
        "dispute",
        "extend",
        "renew",
        "upgrade",
        "downgrade",
        "pause",
        "subscribe",
        "unsubscribe",
        "buy",
        "sell",
        "trade",
        "verify",
        "confirm",
        "authenticate",
        "escalate",
        "transfer",
        "handle",
        "process",
        "refund",
        "issue",
        "offer",
        "search",
        "get",
        "receive",
        "download",
        "print",
        "share",
        "review",
        "rate",
        "leave",
        "write",
        "make",
        "set",
        "turn",
        "connect",
        "install",
        "assemble",
        "charge",
        "pull",
        "validate",
        "record",
        "enter",
        "answer",
        "greet",
        "identify",
        "approve",
        "reject",
        "split",
        "combine",
        "join",
        "invite",
        "transfer",
        "swap",
        "resize",
        "engrave",
        "personalise",
        "personalize",
    ]
)
_MASS: Final = frozenset(
    [
        "payment",
        "delivery",
        "shipping",
        "information",
        "data",
        "stock",
        "money",
        "email",
        "feedback",
        "help",
        "support",
        "access",
        "service",
        "care",
        "privacy",
        "credit",
        "leather",
        "gold",
        "silver",
        "jewellery",
        "mail",
        "identity",
        "authenticity",
    ]
)
_QUESTION: Final = re.compile(
    r"^(?:how|what|when|where|who|whose|which|why|can|could|may|do|does|did|is|are|will|would|should|must|am|have|has)\b",
    re.IGNORECASE,
)
_ZH_VERBS: Final = r"申请|取消|修改|更换|更改|办理|查询|退回|退|换|开具|使用|注册|注销|绑定|联系|支付|下单|购买|兑换|领取|预约|寄|跟踪|投诉|保养|清洁|清洗|选择|提交|删除|登录|找回|重置|升级|加入|订购"


def cleaned(heading: str) -> str:
    """A heading without its number and marks."""
    plain = " ".join(heading.split()).strip(" •·")
    return _NUMBERING.sub("", plain).strip(" :：.。-–—") or plain


def is_question(text: str) -> bool:
    """Whether a heading is put as a question already."""
    return text.rstrip().endswith(("?", "？"))


def vague(heading: str) -> bool:
    """Whether a heading says nothing without the one above it."""
    return bool(_VAGUE.match(cleaned(heading)))


def asked_of(heading: str, above: Sequence[str], lang: Lang, *, steps: bool) -> list[str]:
    """The question of a section and other ways to put it. `steps`: the section tells colleagues what to do in order."""
    own = cleaned(heading)
    parents = [cleaned(one) for one in above if not vague(one)]
    return _zh(own, parents) if lang == "zh" else _en(own, parents, steps=steps)


def _en(own: str, parents: Sequence[str], *, steps: bool) -> list[str]:
    parent = parents[-1] if parents else ""
    if is_question(own):
        return [own]
    if _QUESTION.match(own) and len(own.split()) >= 3:
        return [_worded_question(own)]
    if vague(own):
        return _vague_en(own, parent) if parent else []
    first, small = own.split()[0].lower(), small_letters(own)
    if _orders(small.split()):
        what = _with_article(small)
        return [f"How do I {flipped(what)}?", f"What do I do to {flipped(what)}?", _keyword(own)]
    if (base := _base_of(first)) and _orders([base, *small.split()[1:]]) and topic_of(own) is None:
        what = f"{base} {small.split(None, 1)[1]}"
        return [f"How do I {flipped(what)}?", f"What applies to {small}?", _keyword(own)]
    if re.search(r"\bpolicy$", small):
        return [f"What is your {flipped(re.sub(r'^(?:our|the|your) ', '', small))}?", _keyword(own)]
    topic, wider = topic_of(own), topic_of(parent) if parent else None
    if topic is None and wider is not None and len(own.split()) <= 6:
        link = "to" if places_in(own) and wider.noun == "delivery" else "for"
        return [
            f"How {_do(wider.noun)} {wider.noun} {'' if link == 'to' else 'work '}{link} {small}{' work' if link == 'to' else ''}?",
            f"What applies to {small} ({wider.noun})?",
        ]
    if steps:
        return [
            f"How do I handle “{own}”?",
            f"What are the steps for {small}?",
            f"How do we deal with {small}?",
            _keyword(own),
        ]
    return [
        f"What should I know about {small}?",
        f"What applies to {small}?",
        f"Can you tell me about {small}?",
        _keyword(own),
    ]


_OF_NOUN: Final = frozenset(
    [
        "status",
        "issue",
        "issues",
        "policy",
        "policies",
        "process",
        "problem",
        "problems",
        "question",
        "questions",
        "history",
        "number",
        "form",
        "date",
        "time",
        "times",
        "due",
        "not",
        "is",
        "was",
        "has",
        "details",
        "error",
        "errors",
        "cost",
        "costs",
        "fee",
        "fees",
        "charge",
        "charges",
        "confirmation",
        "label",
        "option",
        "options",
        "method",
        "methods",
        "faq",
        "code",
        "codes",
        "address",
        "center",
        "centre",
        "team",
        "list",
        "guide",
        "rules",
        "terms",
        "window",
        "period",
        "request",
        "requests",
    ]
)
"""What shows that the word before is no verb: refund status, search not working."""


def _orders(words: Sequence[str]) -> bool:
    """Whether a heading tells what to do: cancel a pending order."""
    if (
        len(words) < 2
        or words[0] not in _VERBS
        or (words[1] in _OF_NOUN and words[0] not in ("reset", "track", "check", "find", "get"))
    ):
        return False
    return words[1] not in _VERBS or (words[1] in _NOUNS and len(words) == 2)


def _do(noun: str) -> str:
    return "do" if noun.endswith("s") and noun != "customs" else "does"


def _worded_question(own: str) -> str:
    text = re.sub(r"^how to\b", "How do I", own, flags=re.IGNORECASE)
    text = re.sub(
        r"^(what|which \w+|when|where|why|how) we\b", lambda match: f"{match[1]} do you", text, flags=re.IGNORECASE
    )
    text = re.sub(
        r"^(what|which \w+|when|where|how) (?:you|to)\b(?! (?:need|have))",
        lambda match: f"{match[1]} do I",
        text,
        flags=re.IGNORECASE,
    )
    text = flipped(text) if " do I" not in text and " do you" not in text else text
    return text[:1].upper() + text[1:] + "?"


def _vague_en(own: str, parent: str) -> list[str]:
    small, of = small_letters(own), _many(small_letters(parent))
    if re.match(r"exceptions?|conditions?|requirements?|deadlines?|costs?|fees?|steps", small, re.IGNORECASE):
        return [f"What are the {small.rstrip('s')}s for {of}?", f"{of}: {small}"]
    return [f"What should I know about {of}?", f"What applies to {of} in general?"]


def _with_article(text: str) -> str:
    """ "cancel pending order" as it is said: "cancel a pending order"."""
    words = text.split()
    last = words[-1].lower()
    head = re.split(r"\b(?:to|for|with|from|of|in|on|by|at|and|or|into|via)\b", text, maxsplit=1)[0].split()
    noun = head[-1].lower() if len(head) > 1 else last
    if len(head) < 2 or re.match(
        r"(?:an?|the|your|my|our|this|these|all|any|each|every|no|up|in|out|off|it|them|us)$", words[1], re.IGNORECASE
    ):
        return text
    if noun.endswith("s") or noun in _MASS or (noun in _VERBS and noun not in _NOUNS) or words[1][:1].isupper():
        return text
    return f"{words[0]} {'an' if re.match(r'[aeio]|u(?!se|ni|ser)', words[1].lower()) else 'a'} {' '.join(words[1:])}"


_NOUNS: Final = frozenset(
    [
        "order",
        "return",
        "exchange",
        "repair",
        "report",
        "claim",
        "refund",
        "change",
        "upgrade",
        "downgrade",
        "transfer",
        "review",
        "account",
        "item",
        "product",
        "piece",
        "card",
        "code",
        "address",
        "user",
        "customer",
        "member",
        "subscription",
        "store",
        "boutique",
        "invoice",
        "receipt",
        "voucher",
        "gift",
        "card",
    ]
)


def _many(text: str) -> str:
    """A single noun as people speak of it in general: user, users."""
    return f"{text}s" if text in _NOUNS else text


def small_letters(heading: str) -> str:
    """A heading as it reads within a sentence: capitals of titles go, those of names stay."""
    parts = heading.split()
    if len(parts) == 1:
        return lowered(heading)
    capital = [one for one in parts if one[:1].isupper()]
    titled = len(capital) >= 0.6 * len(parts)
    found = []
    for at, one in enumerate(parts):
        named = (
            any(sign.isdigit() for sign in one) or (len(one) > 1 and one[1:] != one[1:].lower()) or bool(places_in(one))
        )
        found.append(one.lower() if not named and (titled or at == 0 or common(one)) else one)
    return " ".join(found)


def _base_of(first: str) -> str:
    """The verb of a gerund: returning, return."""
    if not first.endswith("ing"):
        return ""
    stem = first[:-3]
    for base in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
        if base in _VERBS:
            return base
    return ""


def _keyword(own: str) -> str:
    return own.lower() if not any(word.isupper() and len(word) > 1 for word in own.split()) else own


def _zh(own: str, parents: Sequence[str]) -> list[str]:
    parent = parents[-1] if parents else ""
    if is_question(own):
        return [own]
    if re.match(r"如何|怎么|怎样|为什么|哪些|什么|是否|能否|可否", own) or re.search(r"吗$|怎么办$|多久$|多少$", own):
        return [f"{own}？"]
    if vague(own):
        return [f"{parent}的{own}是什么？", f"{parent}{own}"] if parent else []
    of = (
        own
        if topic_of(own) or not parent or not topic_of(parent) or parent in own
        else f"{parent}{own}"
        if len(own) <= 4
        else own
    )
    if match := re.match(r"(?P<what>.+?)(?:流程|步骤|方法|方式|指南)$", own):
        return [
            f"{of}是什么？",
            f"怎么{match['what']}？" if re.match(_ZH_VERBS, match["what"]) else f"{match['what']}怎么办理？",
            own,
        ]
    if re.search(r"(?:时间|时效|期限|周期)$", own):
        return [f"{of}是多久？", f"{of}怎么算？", own]
    if re.search(r"(?:费用|运费|价格|收费|费|标准)$", own):
        return [f"{of}是多少？", f"{of}怎么收？", own]
    if re.search(r"(?:条件|要求|范围|情形|情况|商品|凭证|材料)$", own):
        return [f"{of}有哪些？", f"{of}是什么？", own]
    if re.search(r"(?:政策|规则|规定|说明|须知|条款|制度|承诺|服务)$", own):
        return [f"{of}是怎样的？", f"{of}是什么？", own]
    if re.match(rf"(?:{_ZH_VERBS})", own) and len(own) <= 12:
        return [f"怎么{own}？", f"{own}有什么规定？", own]
    return [f"关于{of}有什么规定？", f"{of}怎么处理？", own]
