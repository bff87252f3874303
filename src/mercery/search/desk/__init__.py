"""The shop's desk for search: synonyms, merchandising rules, what was searched and what came of it."""
