"""Parts of a sentence read as slots: what is told is a choice, amounts and the words of their matter, in any order and no more."""
