"""Frames: how facts become sentences. Everything that asserts something about the shop is worded here, from facts."""
