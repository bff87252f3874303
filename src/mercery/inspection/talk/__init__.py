"""What a turn of a conversation does: it greets, asks, answers, calls for a person, refuses, insults. Pure, both languages.

The words stand in `words/*.txt`; `phrases.py` says how they are read. Each judgement can be asked of one message alone.
"""
