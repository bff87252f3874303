"""The conversation: understand, gather facts, decide, word, verify, answer or hand over."""
