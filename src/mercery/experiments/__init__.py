"""Whether each feature is worth having: who has it, who saw it, what came of it, what it cost."""
