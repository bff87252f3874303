"""Data of an order or a profile are shown or changed although nobody was identified. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk import identity
from mercery.inspection.talk.asking import asks_who, questions
from mercery.inspection.talk.conduct import conduct_of
from mercery.inspection.talk.identity import Proof
from mercery.inspection.transcript import Finding, Transcript

_WHY = Words(
    "Shows or changes data of an account although nobody was identified.", "未核验身份就透露或更改了账户、订单信息。"
)
_EXPECTED = Words("First find out who it is", "先核验身份")


_ASSENTS: Final = re.compile(
    r".{0,7}|\W*(?:(?:yes|yeah|yep|ok|okay|sure|please|thanks?|thank you|go ahead|do (?:it|that)|that's right|correct|perfect|great)\W*){1,4}|\W*(?:(?:好的?|是的?|对的?|可以|行|嗯+|没错|麻烦了?|谢谢|确定|确认)\W*){1,4}",
    re.IGNORECASE,
)
"""Leaves the wish before it standing."""


_FIGURE: Final = re.compile(r"\d")


def _heard(transcript: Transcript, index: int) -> str:
    """The turn just before, where it is the shop's."""
    before = transcript.turns[index - 1] if index else None
    return before.text if before is not None and before.role == "agent" else ""


def unproved(transcript: Transcript) -> frozenset[int]:
    """The shop's turns before which nothing shows who the customer is; none where that is known or nothing asks for it."""
    conduct = conduct_of(transcript.known)
    if conduct.identified or (conduct.identified is None and not conduct.identity_rules):
        return frozenset()
    enough = identity.enough(conduct.identity_rules)
    proofs: set[Proof] = set()
    found: set[int] = set()
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            if not identity.on_file_differs(turn.text, transcript.known):
                proofs |= identity.given(turn.text, _heard(transcript, index))
            continue
        if identity.mismatch(turn.text):
            proofs.clear()
        if not conduct.proof_failed and any(needs <= proofs for needs in enough):
            break
        found.add(index)
    return frozenset(found)


def find(transcript: Transcript) -> Iterator[Finding]:
    conduct = conduct_of(transcript.known)
    # A rule alone counts where nothing says that anybody is known.
    if conduct.identified or (conduct.identified is None and not conduct.identity_rules):
        return
    enough = identity.enough(conduct.identity_rules)
    proofs: set[Proof] = set()
    matter = own = asked_who = False
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            matter = matter or identity.own_matter(turn.text)
            # A short "ok" in between leaves the wish standing, and so does any answer to who it is.
            own = identity.asks_own(turn.text) or (
                own and (_ASSENTS.fullmatch(turn.text.strip()) is not None or (asked_who and not questions(turn.text)))
            )
            if not identity.on_file_differs(turn.text, transcript.known):
                proofs |= identity.given(turn.text, _heard(transcript, index))
            continue
        asked_who = asks_who(turn.text)
        if identity.mismatch(turn.text):
            proofs.clear()
        if not conduct.proof_failed and any(needs <= proofs for needs in enough):
            return
        quote = next(identity.shown(turn.text), "") if matter or own else ""
        if quote and identity.waits_for_login(turn.text) and not _FIGURE.search(quote):
            quote = ""
        if not quote and own:
            quote = identity.told(turn.text)
        if quote and not (asked_who and len(quote) * 2 < len(turn.text)):
            rule = conduct.identity_rules[0] if conduct.identity_rules else conduct.identity
            yield Finding(
                rule=RuleId.NO_IDENTITY_CHECK, turn=index, quote=quote, why=_WHY,
                expected=_EXPECTED.text(transcript.lang), known=rule,
            )  # fmt: skip
            return
