"""Cases of other engines put into the lab's own rules, one module an engine, and priced by the lab's own evaluator.

An adapter translates and nothing else: it says which rules, goods and buyer a case means, and reads figures out of what
`promotions` worked out. What cannot be said in the lab's language is told as `Inexpressible`, never worked around.
"""
