"""One module for each rule: what in a transcript breaks it. Pure."""
