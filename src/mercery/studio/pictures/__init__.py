"""Pictures drawn from facts: long detail pages, cards of a note, the scale drawing, all in the house's typefaces."""
