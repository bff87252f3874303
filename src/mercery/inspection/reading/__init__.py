"""Makes typed values out of facts that are loosely given, and reads what an agent's sentence says of the same matters."""
