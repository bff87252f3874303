"""Damage and loss that an agent takes over for the shop: all of it, several times the price, a new one for a stolen one."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.saying import Saying

FORBIDDEN: Final = re.compile(
    r"罚|违规|查到|不允许|不合规|(?<![a-z])(?:not allowed|against (?:the|our) (?:rules|policy)|get fired)(?![a-z])"
)
"""Speaks of what must not be done."""
_LIABLE: Final = re.compile(
    r"(?:损失|损坏|损害|费用|医药费|误工费|装修).{0,8}(?:全包|全赔|包赔|全部承担|都由我们|我们(?:来)?(?:赔|承担|负责|出)|赔到底)|(?:赔|退|补|返)(?:您|你|给您|给你)?[^,，。]{0,4}?(?:[两二三四五六七八九十百]|\d{1,3})倍|整单免单|全单免单|给您免单|(?<!不)上不封顶"
    r"|(?<![a-z])(?:we|i)(?:'ll| will|'d)(?: also| even)? (?:cover|pay for|reimburse|compensate|make good|buy you)(?: you)?(?: for)? (?:all|any|every|the whole|whatever|everything|a (?:brand )?new|another|your (?:lost|damaged|stolen))(?![a-z])"
    r"|(?<![a-z])(?:refund|pay back|give back) (?:you )?(?:(?:your|the) (?:whole|entire) (?:order|purchase|bill|basket)|(?:twice|double|triple|ten times|five times|\d+ times))(?![a-z])|(?:twice|double|triple|ten times|five times) (?:what you paid|your money|the price|the money)(?: back)?"
)
_BEARS: Final = re.compile(
    r"倍|全包|全赔|免单|赔付?全|(?<![a-z])(?:double|twice|times|all (?:damage|losses|costs)|whole order|entire order)"
)


def taken_over(saying: Saying, clause: Clause) -> Words | None:
    """All damage taken over, several times the price, a new one for a stolen one: more than any fact gives."""
    match = _LIABLE.search(clause.text) or (_LIABLE.search(clause.sentence_text) if clause.first else None)
    if not match or negated(clause.text[: match.start()][-12:]) or FORBIDDEN.search(clause.sentence_text):
        return None
    if any(_BEARS.search(f"{fact.name} {fact.value}") for fact in saying.facts if fact.kind != "claims"):
        return None
    return Words("It takes over what nothing known says the shop bears.", "承担了已知信息没有规定由店铺承担的损失。")
