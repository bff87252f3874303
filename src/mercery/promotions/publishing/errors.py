"""What keeps rules from coming into force."""

from __future__ import annotations

from mercery.core.errors import MerceryError


class BelowFloor(MerceryError):
    """A cart would fall below the shop's floor; publishing needs a reason and a second person, or other rules."""

    code = "below_floor"
    status = 409


class ProofNeeded(MerceryError):
    """What would be in force was not proved, or prices, costs or rules have changed since it was."""

    code = "proof_needed"
    status = 409


class CostsUnknown(MerceryError):
    """Goods the rules reach have no known cost, so that the proof says little; publishing needs an explicit yes."""

    code = "costs_unknown"
    status = 409


class SecondPersonNeeded(MerceryError):
    """Nobody publishes what they wrote themselves."""

    code = "second_person_needed"
    status = 403
