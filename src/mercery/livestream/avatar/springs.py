"""Values that follow others: at once or slowly, with or without swinging on. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass


def followed(value: float, target: float, passed: float, takes: float) -> float:
    """Nearer to the target, by what two thirds of the way take."""
    return target + (value - target) * math.exp(-passed / takes) if takes > 0 else target


@dataclass(slots=True)
class Spring:
    """Follows and swings: hair, earrings, a head that comes to rest."""

    per_second: float
    """How often it swings."""
    damping: float
    """1 does not swing on, 0.2 swings for a while."""
    value: float = 0.0
    speed: float = 0.0

    def step(self, target: float, passed: float) -> float:
        """Its value that much later."""
        steps = max(1, math.ceil(passed / 0.02))
        omega, by = math.tau * self.per_second, passed / steps
        for _ in range(steps):
            self.speed += by * (omega * omega * (target - self.value) - 2 * self.damping * omega * self.speed)
            self.value += by * self.speed
        return self.value
