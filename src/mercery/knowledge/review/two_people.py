"""Which answers need a second person, and how a shop wants it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.claims.mentions import mentions
from mercery.core.i18n import Words
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review.queued import Touch
from mercery.policies.policy import Topic

TwoPeople = Literal["never", "sensitive", "always"]
_MONEY: Final = re.compile(
    r"(?<![a-z])(?:refund(?:s|ed|able|ing)?|reimburse\w*|fees?|charg(?:e|es|ed|eable)|surcharges?|dut(?:y|ies)|customs|"
    r"tax(?:es)?|vat|deposits?|prices?|costs?|pay(?:s|able|ment|ments)?|paid|credit(?:ed)?|vouchers?|discounts?|"
    r"compensat\w+|instal?lments?|invoices?|free of charge|at our expense)(?![a-z])"
    r"|退款|退还|费用|手续费|运费|关税|税费|税款|含税|押金|定金|订金|价格|差价|付款|支付|免费|收费|补偿|赔偿|优惠|折扣|分期|发票",
    re.IGNORECASE,
)
_LAW: Final = re.compile(
    r"(?<![a-z])(?:warrant(?:y|ies)|guarantee[ds]?|statutory|legal(?:ly)?|laws?|lawful|liab(?:le|ility)|gdpr|"
    r"personal (?:data|information)|data protection|privacy|consent(?:s|ed)?|consumer rights?|right of withdrawal|"
    r"right to (?:withdraw|cancel)|cooling[- ]off|terms (?:and conditions|of (?:sale|service|use))|contracts?|"
    r"jurisdiction|court|erasure|obliged by law|under \d+ years|minors?)(?![a-z])"
    r"|保修|质保|保固|三包|法律|法定|依法|法规|责任|隐私|个人信息|个人数据|数据保护|同意书|消费者权益|无理由|撤回权|合同|条款|法院|未成年",
    re.IGNORECASE,
)
_MONEY_TOPICS: Final[frozenset[Topic]] = frozenset({"returns", "payment"})
_LAW_TOPICS: Final[frozenset[Topic]] = frozenset({"warranty", "privacy", "authenticity"})
_CATEGORIES: Final = frozenset({*_MONEY_TOPICS, *_LAW_TOPICS, "refunds", "duties", "legal", "data protection"})
NAMES: Final[dict[Touch, Words]] = {
    "money": Words("speaks of money", "涉及金额"),
    "law": Words("speaks of law or data", "涉及法律或个人信息"),
    "category": Words("is in a category of two people", "所属类别须两人核准"),
    "policy": Words("repeats a policy on money or law", "所依政策涉及金额或法律"),
    "shop": Words("every answer needs two here", "本店全部答复须两人核准"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """How a shop reviews."""

    two_people: TwoPeople = "sensitive"
    categories: tuple[str, ...] = ()
    """Categories that need two people whatever is said in them."""
    changed_at: datetime | None = None
    changed_by: str = ""


def touches(draft: Draft, *, category: str, topics: Iterable[Topic], rule: ReviewRule) -> tuple[Touch, ...]:
    """Why the draft needs two people; empty when one is enough. `topics`: of the policies it is linked to or becomes."""
    if rule.two_people == "never":
        return ()
    texts = [draft.question.en, draft.question.zh, draft.answer.en, draft.answer.zh]
    found: list[Touch] = []
    if _speaks_of(_MONEY, texts) or any(one.kind == "money" for text in texts for one in mentions(text)):
        found.append("money")
    if _speaks_of(_LAW, texts):
        found.append("law")
    wanted = {name.casefold() for name in rule.categories} | _CATEGORIES
    if category.casefold() in wanted:
        found.append("category")
    if set(topics) & (_MONEY_TOPICS | _LAW_TOPICS):
        found.append("policy")
    if rule.two_people == "always":
        found.append("shop")
    return tuple(found)


def _speaks_of(words: re.Pattern[str], texts: Sequence[str]) -> bool:
    return any(words.search(text) for text in texts)
