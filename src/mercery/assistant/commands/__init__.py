"""What a customer wants, when a model may say so: one of a closed set of commands over things that were offered to it.

A model is asked where the code is not sure. What it answers is read strictly, held against what the shop really has, and
then decided by the same code as always; whatever is done to an order needs the customer's own yes, twice where the wish
itself was only the model's reading.
"""
