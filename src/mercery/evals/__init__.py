"""Evals and benchmarks: formats and scores only; the data go through the product's own importers and services."""
