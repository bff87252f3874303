"""What the desk says about a task: its details before a yes, what was done, and why something cannot be done."""

from mercery.assistant.desk.frames.after_a_yes import done
from mercery.assistant.desk.frames.before_a_yes import summary
from mercery.assistant.desk.frames.refusing import refused

__all__ = ["done", "refused", "summary"]
