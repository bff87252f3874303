"""Platforms whose comments come in over their own open interfaces."""
