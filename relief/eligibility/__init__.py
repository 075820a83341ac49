"""Decisions made by the rule tables, kept with their explanation."""
