"""Product pictures of the demo shop, drawn from attributes in one editorial hand."""
