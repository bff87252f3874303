"""What was proved of goods, told of the time in which they are used, or of doing without them."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.reading import Blocked, Reading

_WITHOUT: Final = re.compile(r"(?<![a-z])without (?:it|them|this one|these)(?![a-z])")
_USING: Final = re.compile(
    r"(?<!not )(?<!never )(?<![a-z])(?:using|wearing|carrying) (?:it|them|this|these)(?![a-z])|(?<![不没])(?:用|戴|背|穿|拎)(?:着)?(?:的时候|时)(?!尚)"
)


def refuse_turned_use(reading: Reading) -> None:
    """Blocks `do not swim without it`, and a dust bag for what is in use."""
    plain = normalised(reading.text)
    if not any(claim.subject for claim in reading.claims):
        return
    if _WITHOUT.search(plain):
        raise Blocked("it is told of doing without the piece")
    stored = any("dust bag" in claim.value or "防尘袋" in claim.value for claim in reading.claims)
    if stored and _USING.search(plain):
        raise Blocked("it is stored when it is not in use", attribute="care")
