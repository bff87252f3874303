"""Payment past the shop's checkout is proposed or accepted. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.conduct import conduct_of
from mercery.inspection.talk.paying import accepts_past_checkout, proposes_past_checkout
from mercery.inspection.transcript import Finding, Transcript

_PROPOSED = Words("Proposes to pay past the shop's checkout.", "提议绕过店铺收银台付款。")
_ACCEPTED = Words("Accepts a payment past the shop's checkout.", "接受了绕过店铺收银台的付款。")
_EXPECTED = Words("Payment through the shop's checkout only", "只能通过店铺收银台付款")


def find(transcript: Transcript) -> Iterator[Finding]:
    rules = conduct_of(transcript.known).payment
    allowed = [one.value for one in rules]
    asked = ""
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            asked = turn.text
            continue
        quote = proposes_past_checkout(turn.text, allowed)
        if quote or accepts_past_checkout(turn.text, asked, allowed):
            yield Finding(
                rule=RuleId.OFF_PLATFORM_PAYMENT, turn=index, quote=quote or turn.text,
                why=_PROPOSED if quote else _ACCEPTED, expected=_EXPECTED.text(transcript.lang),
                known=rules[0] if rules else None,
            )  # fmt: skip
        asked = ""
