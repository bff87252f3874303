"""How a model earns what it may do in a shop: an exam on the shop's own facts, judged by code that is not the gate alone.

What was earned holds for that model at that address, in that shop, until somebody revokes it.
"""
