"""The shop's own experiments and the hold-outs of features: begun, paused, read, decided."""
