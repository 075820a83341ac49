"""Shared tools: a closed list; a thing enters only if two rooms use it and it knows no domain word."""
