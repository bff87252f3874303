"""Prices worked out backwards: the list price and coupon values that lead to the prices a shop wants to show. Pure."""
