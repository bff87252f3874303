"""Approved answers: versions, validity, retrieval, and the page where people keep them."""
