"""Applications for relief, from lead to outcome."""
