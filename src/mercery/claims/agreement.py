"""Whether an approved text still agrees with the policies in force.

An approved answer is words of a person; a policy may have changed since. Where both name an amount of the same kind and
unit (days, euros, percent) and none of the answer's amounts is among the policy's, the answer must not be said.
"""

from __future__ import annotations

from collections.abc import Sequence

from mercery.claims.mentions import Mention, mentions, same_unit_family


def disagreements(text: str, statements: Sequence[str]) -> list[Mention]:
    """The amounts in `text` that the statements contradict. Amounts of a kind the statements do not name are left alone."""
    stated = [one for statement in statements for one in mentions(statement)]
    found = []
    for claim in mentions(text):
        if claim.kind == "number":
            continue
        comparable = [one for one in stated if one.kind == claim.kind and same_unit_family(one, claim)]
        if comparable and not any(_within(claim, one) for one in comparable):
            found.append(claim)
    return found


def _within(claim: Mention, stated: Mention) -> bool:
    """Whether the claim is the stated amount or one end of a stated range."""
    if claim.same_as(stated):
        return True
    if stated.high is None or claim.high is not None:
        return False
    ends = (stated.value, stated.high)
    return any(claim.same_as(Mention(kind=stated.kind, value=end, unit=stated.unit)) for end in ends)
