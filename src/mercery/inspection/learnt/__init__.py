"""Signs learnt from example sentences, beside the detectors that are written by hand: what a sentence of the shop's side
promises, claims, shows or proposes, and whether it offends, in wordings that no list names. They need the model of meaning
that reads English and Chinese alike; where it is not installed the detectors stand alone. `tools/inspection` makes the weights.
"""
