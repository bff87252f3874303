"""How rules come in: plain language, files, and what looks like a slip of the hand. Pure; no server, no model."""
