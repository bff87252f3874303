"""Reads a free sentence into claims, and proves each claim on one fact of the right subject, part and variant."""
