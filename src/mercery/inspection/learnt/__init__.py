"""Signs learnt from example sentences, beside the detectors that are written by hand: what a sentence promises, claims,
shows or proposes, and whether it offends, in wordings that no list names. The detectors stay the floor; a learnt sign adds
a finding only where it is sure and no fact speaks against it. `tools/inspection` makes the weights.
"""
