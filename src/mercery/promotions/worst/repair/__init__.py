"""Changes that mend a calendar, each proved before it is offered, those that change least for customers first."""

from mercery.promotions.worst.repair.change import Change, ChangeKind
from mercery.promotions.worst.repair.effect import Effect
from mercery.promotions.worst.repair.offered import Figures, Repair, repairs

__all__ = ["Change", "ChangeKind", "Effect", "Figures", "Repair", "repairs"]
