"""Who does what: the customer returns, pays and brings, the shop delivers, refunds and repairs. Turned round it is another rule.

Looked for in the sentence as a whole, whatever clause bears it; it can only refuse.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.contraries import free_below
from mercery.claims.grammar.reading import Blocked, Reading

_AUX: Final = r"(?:(?:can|could|will|would|may|might|must|should|do|does|did|have|has|had|shall|are|is|to|need|not|cannot|only|also|always|never|just|still|gladly|simply|then|have to|able|able to|going to) )*"
_SHOP: Final = r"(?<![a-z])(?:we|our (?:team|shop|boutiques?|people|staff|colleagues|advisers)|the shop)"
_CUSTOMER: Final = r"(?<![a-z])(?:you|customers?|the (?:customer|buyer|recipient))"
_SHOP_DOES_NOT: Final = re.compile(
    rf"{_SHOP} {_AUX}(?:returns? (?!your (?:money|payment)|the (?:money|payment|amount)|to you\b)(?:it|them|this|these|those|that|sale|full|any|unused|unopened|jewellery|perfumes?|candles?|items?|goods|orders?|something|the|your|an?)(?![a-z])"
    r"|(?:send|sends|bring|brings|give|gives|hand|hands|drop|drops|ship|ships|post|posts) (?:it|them|this|these|those|that|the \w+|your \w+|an? \w+|items?|goods|something) back(?![a-z])|send back|bring back|hand back"
    r"|(?:pay|pays|paid) (?:by|with|in (?:three|six|3|6|instal)|for (?:it|them|the order|your order) )|paid with|wear|wore|wore it|unseal|have opened|opened (?:it|them|the)"
    r"|(?:ask|asks|request) (?:us|you)|(?:collect|collects|pick up|fetch) (?:it|them|your|the)(?![a-z])|(?:pay|pays) (?:[€$]?\d\S*|\w+) (?:euros?|yuan)|have \S+ (?:days|weeks) (?:from|to (?:return|send))|(?:place|places|placed) (?:an|the|your|our) order|ordered|bought (?:it|them|this|these)|receive (?:it|them|the (?:order|parcel|item)|your (?:order|item))(?! back))"
)
_CUSTOMER_DOES_NOT: Final = re.compile(
    rf"{_CUSTOMER} {_AUX}(?:refunds?|reimburses?|repays?|repairs? (?:it|them|bags|shoes|watches|the|your)|mends? (?:it|them|bags|shoes|the|your)|buys? back|matche?s? (?:the |other )?prices?"
    r"|(?:drop|drops|lower|lowers|reduce|reduces|cut|cuts) (?:the|your|our|its|their) (?:own )?prices?"
    r"|(?:deliver|delivers|dispatch|dispatches|ship|ships) (?!(?:it|them|something|anything|the \w+|your \w+)? ?back)(?:to|only|orders?|within|anywhere|there|for|in)(?![a-z])"
    r"|(?:deduct|deducts|subtract|withhold|knock|dock)(?! back)(?![a-z])|(?:keep|keeps) invoices|(?:leave|leaves|keep|keeps|take|takes) (?:the |any |all |our )?prices? (?:out|off|away)(?![a-z])|(?:expect|expects|anticipate|await) (?:it|them|more)(?: back)? (?:on|by|from)(?![a-z])|sells? (?:personal |customer |your |our )?data|(?:reply|answer) (?:to )?emails|(?:offer|offers) (?:engraving|gift|express|free|instalments?|repairs?|store credit|delivery))"
)
_GOES_TO_THE_SHOP: Final = re.compile(
    r"(?<![a-z])(?:refunds?|refunded|reimburses?|reimbursed|repaid|repay|pay|pays) (?:to )?us(?: back)?(?![a-z])|(?<![a-z])our (?:refund|money back|purchase|payment method)(?![a-z])|(?:of|after) our asking"
)
_FORCED: Final = re.compile(
    r"(?<![a-z])(?:must|has to|have to|needs? to|is required to|are required to|is obliged to) be (?:removed|detached|unclipped|engraved|gift wrapped|exchanged|lengthened|shortened)(?![a-z])"
)
_ONE_OF_TWO: Final = re.compile(
    r"(?:photo id|passport|identity card|order number)(?: \w+)? or (?:the |your |an? )?(?:photo id|passport|id|identity card|order number)"
)
_NOT_HERS: Final = re.compile(
    r"(?<![a-z])you (?:still |only |just )*(?:have |got )+(?:[a-z]+|\d+) (?:left|in stock)(?![a-z])"
)
_HAN: Final = re.compile("[\u3400-\u9fff]")
_HURRIED: Final = re.compile(
    r"(?<![a-z])(?:must|has to|have to|needs? to) (?:be )?(?:collect|collected|pick up|picked up|fetch|fetched|pick it up|come and get)(?: it| them| your order| the order)? within \S+ hours"
)
_REFUSALS: Final = (
    (_SHOP_DOES_NOT, "the customer does that"),
    (_CUSTOMER_DOES_NOT, "the shop does that"),
    (_GOES_TO_THE_SHOP, "that goes to the customer"),
    (_FORCED, "what may be done is told as a duty"),
    (_HURRIED, "it is ready then, and kept longer"),
    (_ONE_OF_TWO, "both are needed"),
    (_NOT_HERS, "the shop has them, not the customer"),
)


def refuse_wrong_doer(reading: Reading) -> None:
    """Block a sentence in which the one does what only the other does."""
    text = " ".join(" ".join(token.text for token in reading.tokens).split())
    if free_below(reading.tokens):
        raise Blocked("what is free from an amount on is told free below it")
    if _HAN.search(text):
        return
    for pattern, reason in _REFUSALS:
        if found := pattern.search(text):
            raise Blocked(f"“{found[0].strip()}”: {reason}")
