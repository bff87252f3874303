"""Drafts of answers and policies, made from the passages of documents."""
