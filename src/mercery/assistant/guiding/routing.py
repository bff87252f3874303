"""Which messages are turns of shopping. Pure.

A wish, a criticism of what was shown and an answer to the guide's question go to the guide. Facts about one piece,
policies and orders stay where they are, also in the middle of a talk, and the need is kept meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from mercery.assistant.goods import Goods
from mercery.assistant.guiding.talk import Talk
from mercery.assistant.turns import TEXTS, Decision, Topic, Understanding
from mercery.assistant.understand import topics
from mercery.assistant.understand.names import name_tokens
from mercery.assistant.understand.of_hours import ideas_said

Way = Literal["no", "if_it_wishes", "yes"]
"""Not to the guide; to the guide where it hears a wish in it; to the guide."""
_ELSEWHERE: Final[frozenset[Topic]] = frozenset(
    ("identity", "order", "complaint", "human", "off_topic", "warranty", "greeting", "thanks", "bye", "ack", *TEXTS)
)
_BARGAINS: Final = re.compile(
    r"discount|deal\b|% ?off|percent off|\bfree\b|best (?:you can do|price)|negotiat|haggle|lower (?:it|the price)|for me\b"
    r"|打.{0,3}折|折扣|给我|算我|送我|抹零|能不能|可不可以|能.{0,3}便宜|可以.{0,4}[吗么]|优惠|忽略|无视|假装|ignore|pretend|you are now|system prompt",
    re.I,
)
"""Words that ask for another price of the same piece, not for another piece."""
_NO_ANSWER: Final = (None, "not_understood", "not_known")
"""A person is called for want of an answer, and for nothing else."""
_OF_PROMOTIONS: Final = ("promotions", "bag", "instalments")
"""Rules that answered what is asked about promotions, the bag and paying in parts."""
_UNANSWERED: Final = ("rephrase", "choices", "which_product", "not_understood", "unclear:", "browse", "describe")
_NOT_SETTLED: Final = ("not_known", "not_recorded")
_ASKS: Final = re.compile(
    r"[?？]|[吗么呢]\W*$|多少|多久|几[天号个只件双条枚副块]|还剩|什么时候|什么(?:材质|尺寸)|怎么|如何|为什么|哪里|能不能|可不可以|会不会|是不是"
    r"|^\W*(?:and |so |but |also )*(?:how|what|when|where|who|why|is|are|was|does|do|did|can|could|will|would|has|have)\b",
    re.I,
)
_POINTS: Final = re.compile(
    r"\b(?:it|its|they|them|this one|that one|this bag|the (?:first|second|third|fourth|last) one)\b|这[款个只条双件]|那[款个只条双件]|它|第[一二三四]",
    re.I,
)
_BUYS: Final = re.compile(
    r"^\W*(?:ok(?:ay)?,? |great,? |yes,? )?(?:i(?:'ll| will|'d like to| want to) )(?:take|buy|have|get) (?:it|this|that|them|(?:the|this|that) (?:\w+ )?one)\b(?! (?:\w+ed|back|done|sent|cut|from)\b)|(?:就|我)要(?:这|那|第.)[个款只条双件]?(?:了|吧)?\W*$|我(?:买|要)了\W*$|\badd\b.{0,30}\b(?:bag|basket|cart)\b|\bcheck ?out\b|(?:加入|放进|放入|加到).{0,4}购物[车袋]|结账|下单",
    re.I,
)
"""Pieces are put into the bag on their cards, by the customer's own hand."""
_INTO_BAG: Final = re.compile(r"\badd\b|\b(?:take|buy|have|get)\b|要|买|购物[车袋]", re.I)
_OFF: Final = re.compile(r"\d ?(?:%|percent) ?off|打 ?[\d一二三四五六七八九] ?\.?\d? ?折", re.I)
_AFTERWARDS: Final = frozenset(("return", "refund", "repair", "broken", "fault", "invoice"))
"""What is asked of a piece that was bought."""
_WANTS: Final = re.compile(
    r"\b(?:look(?:ing)? for|shopping for|in search of|show me|find me|recommend|suggest|(?:need|want|like|after) (?:a|an|some|something)\b)"
    r"|想买|想要|想找|想看|推荐|帮我(?:找|选|挑)|(?:买|选|挑).{0,8}(?:送|给)|送.{0,8}礼",
    re.I,
)
_OF_SERVICE: Final = frozenset(
    (
        "return", "refund", "exchange", "code", "pay", "instalment", "invoice", "repair", "broken", "fault",
        "order_change", "duties", "pickup", "hours", "contact", "privacy", "resale", "loyalty", "student", "wholesale", "jobs",
        "gift_card",
    )
)  # fmt: skip
"""What no wish for a piece speaks of, though it may name one: a return, an invoice, a repair."""
_OTHER_CHOICES: Final = re.compile(
    r"other (?:colou?rs?|sizes?|shades?|versions?)|(?:别的|其他|其它)(?:颜色|色|尺码|码|款式|规格)", re.I
)
"""The other colours and sizes of the piece itself."""
_SAID_BESIDE: Final = frozenset(("pay", "pickup", "duties", "exchange"))
"""What is told beside a wish: how it is paid, where it goes, that it shall be another one."""
_HAVE: Final = re.compile(
    r"\b(?:do you|does the shop) (?:have|sell|carry|stock|do|offer)\b|\bhave you got\b|\banything\b|\bany\b|\bsomething\b"
    r"|有没有|有.{0,24}[吗么呢]|还有吗|有什么|有哪些|卖.{0,12}[吗么]",
    re.I,
)
"""Asks whether there is something of a kind: a wish, put as a question."""
_OF_THE_SHOP: Final = re.compile(
    r"^\W*(?:and |so |but |also )*(?:do|does|can|could|will|would) (?:you|the shop|your shop)"
    r"(?! (?:also |still )?(?:have|sell|carry|stock|do|offer|show|recommend|suggest|find|help|get|make|see|tell|give)\b) \w+",
    re.I,
)
"""Asks what the shop does, not what it has: whether it stores furs, ships somewhere, takes something back."""
_A_GIFT: Final = re.compile(
    r"\b(?:gifts?|presents?)\b(?!.{0,3}\b(?:wrap\w*|box\w*|bags?|cards?|message|note|receipt|options?|pack\w*|set|service)\b)"
    r"|礼物|(?<!不)送(?:给|我|她|他|妈|爸|太太|先生|老婆|老公|朋友|男|女|长辈|父|母|同事|客户|孩子)",
    re.I,
)
_ABOUT_WRAPPING: Final = re.compile(r"\bwrap|礼品?(?:包装|盒|袋|卡)|包装|贺卡|卡片|小票", re.I)
_PRICE_LATER: Final = re.compile(
    r"\b(?:adjust\w*|match\w*|difference|later|after|afterwards|next week|drops?|bought)\b|差价|保价|降价|之后|以后|买了",
    re.I,
)
"""What happens when a price falls is for the policies."""
_ANOTHER: Final = re.compile(
    r"\b(?:cheaper|another|other|else|similar|different|something|anything|any|instead|alternative\w*|rather|more)\b"
    r"|便宜|别的|其他|其它|另外|换|类似|还有|有没有|有.{0,6}[点些]的",
    re.I,
)
"""Asks for other pieces than the one at hand, though it is put as a question."""


def way(text: str, understanding: Understanding, decision: Decision, talk: Talk, shelf: Mapping[str, Goods]) -> Way:
    """Where the message goes. `shelf`: the pieces it may be about."""
    asked = {command.topic for command in understanding.commands}
    cared_for = "care" in asked and not understanding.product_ids
    if cared_for or decision.hand_over not in _NO_ANSWER or asked & _ELSEWHERE:
        return "no"
    if (
        _takes_back(text, understanding, decision, talk)
        or _elsewhere(text)
        or _all_start_with(decision.path, _OF_PROMOTIONS)
    ):
        return "no"
    if "haggling" in asked:
        return "if_it_wishes" if talk.state.shown and not _BARGAINS.search(text) else "no"
    if _all_start_with(decision.path, ("browse",)):
        return "yes"
    ideas = ideas_said(text)
    if ideas & _AFTERWARDS:
        return "no"
    if _about_one(text, understanding, shelf, talk):
        return "no"
    if not decision.facts and _unanswered(decision.path):
        of_the_shop = _OF_THE_SHOP.search(text) and not _WANTS.search(text) and not seeks_a_gift(text)
        return "no" if of_the_shop else "if_it_wishes"
    if seeks_a_gift(text):
        return "if_it_wishes"
    if (
        _asks_for_facts(text)
        and not _WANTS.search(text)
        and not (talk.begun and _ANOTHER.search(text) and not _of_policies(text))
    ):
        return "no"
    return "no" if _WANTS.search(text) is None and ideas & _OF_SERVICE - _SAID_BESIDE else "if_it_wishes"


def _takes_back(text: str, understanding: Understanding, decision: Decision, talk: Talk) -> bool:
    """`No, the other one` takes back which piece was meant; only in a talk with the guide is it a wish."""
    corrected = topics.CORRECTS.search(text) and understanding.product_ids and decision.facts
    return bool(corrected) and not talk.begun


def _elsewhere(text: str) -> bool:
    return bool(_BUYS.search(text) or _OFF.search(text))


def _all_start_with(path: Sequence[str], beginnings: tuple[str, ...]) -> bool:
    return bool(path) and all(step.startswith(beginnings) for step in path)


def into_the_bag(text: str, understanding: Understanding, decision: Decision, talk: Talk) -> bool:
    """Whether a piece that was shown is to be put into the bag: that is done on its card."""
    told = _BUYS.search(text) and _INTO_BAG.search(text) and not is_question(text)
    return bool(told and (talk.state.shown or understanding.product_ids)) and decision.hand_over in _NO_ANSWER


def _unanswered(path: Sequence[str]) -> bool:
    return all(step.startswith(_UNANSWERED) or step.endswith(_NOT_SETTLED) for step in path)


def _about_one(text: str, understanding: Understanding, shelf: Mapping[str, Goods], talk: Talk) -> bool:
    """About a piece that is named in full or pointed at, and not about others than it."""
    if not understanding.product_ids:
        return False
    if any(one in shelf and in_full(text, shelf[one]) for one in understanding.product_ids):
        # A name is also said to ask for another piece, and in a talk to criticise: `cheaper than the Work Tote`.
        others = _ANOTHER.search(text) and not _OTHER_CHOICES.search(text) and (talk.begun or _HAVE.search(text))
        return not others or _asks_for_facts(text)
    if _POINTS.search(text):
        others = _ANOTHER.search(_POINTS.sub(" ", text)) and not _OTHER_CHOICES.search(text)
        return is_question(text) and not others
    by_name = any(command.p == 1.0 for command in understanding.commands)
    return not by_name and _asks_for_facts(text) and not _ANOTHER.search(text)


def in_full(text: str, goods: Goods) -> bool:
    """Whether the text has the whole name of the piece, not only the kind it ends with."""
    title, said = goods.product.title, name_tokens(text)
    english = name_tokens(title.en)
    chinese = "".join(title.zh.split()).casefold()
    return bool(english and english <= said) or bool(chinese and chinese in "".join(text.split()).casefold())


def is_question(text: str) -> bool:
    """Whether it is put as a question."""
    return bool(_ASKS.search(text))


def seeks_a_gift(text: str) -> bool:
    """Looks for a present, and asks nothing of how presents are wrapped."""
    # A birthday is also a word of the loyalty programme.
    elsewhere = _ABOUT_WRAPPING.search(text) or _asks_for_facts(text) or ideas_said(text) & _OF_SERVICE - {"loyalty"}
    return bool(_A_GIFT.search(text)) and not elsewhere


def _asks_for_facts(text: str) -> bool:
    """A question that is not whether there is something of a kind."""
    return is_question(text) and not _HAVE.search(text)


def _of_policies(text: str) -> bool:
    return bool(ideas_said(text) & _OF_SERVICE or _PRICE_LATER.search(text))
