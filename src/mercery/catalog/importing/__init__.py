"""Files of other shop systems in: recognise, read, check, compare, apply. See docs/guide for the formats."""
