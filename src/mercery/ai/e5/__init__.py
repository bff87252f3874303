"""Multilingual-e5-small: what texts mean, in Chinese and English alike."""
