"""How an answer is put, when a model may have a say: never what it says.

The answer stands before the model is asked: sentences rendered by code from facts. By its level, earned in an admission
exam, a model may

- L0: nothing; the code's sentences go out as they are.
- L1: choose an opening and a closing from closed sets and the order of the sentences.
- L2: write around the code's sentences and values, which it names by placeholder; what it writes itself asserts nothing.
- L3: write freely; each sentence that asserts something has to be proved by the gate on facts of the goods at hand.

Whatever is not proved is left out, and what the answer has to say is said in any case, by code.
"""
