"""Use cases of inspection: inspecting what has ended, judging findings, coaching, the rules, and the figures."""
