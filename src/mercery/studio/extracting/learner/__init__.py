"""Learning to read values of attributes from examples: pure, on the CPU, in minutes, without a model.

A pair of text and attribute is answered by one stretch of the text or by none. `spans.py` gives every stretch a
probability (a log-linear model over words, their neighbours and what was seen before, with weights shared over categories
and weights of each category); `weighing.py` weighs the best stretches again with all that is known of the others, learnt
from predictions on texts that were not learnt from; `learning.py` brings both together.
"""
