"""Writes pieces from facts without a model: a plan says what comes when, phrases say how, the check says what may stay."""
