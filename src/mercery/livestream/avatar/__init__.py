"""A host that is drawn: the format a designer makes, motion, and frames."""
