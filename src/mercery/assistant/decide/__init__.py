"""From what is asked and the facts at hand to an answer plan. Rules in a fixed order, nothing guessed."""

from mercery.assistant.decide.deciding import decide
from mercery.assistant.decide.ground import Answers, Ground, PolicyNote

__all__ = ["Answers", "Ground", "PolicyNote", "decide"]
