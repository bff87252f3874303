"""What is said of delivery, returns, payment and service: proved on one clause of one policy."""

from __future__ import annotations

from mercery.claims.grammar.reading import Reading, Segment


def read_serving(reading: Reading, segment: Segment) -> bool:
    """Whether the segment speaks of service and every word of it is borne by a policy."""
    return False
