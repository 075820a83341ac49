"""How much an expression may use. An expression is data that somebody wrote; it must never hang or fill a process."""

from __future__ import annotations

TEXT = 20_000  # characters of source
TOKENS = 5_000
NESTING = 60  # brackets and keywords inside each other
DEPTH = 200  # nodes and calls inside each other while evaluating
STEPS = 500_000  # nodes visited and list elements produced in one evaluation
LIST = 100_000  # elements
STRING = 100_000  # characters
DIGITS = 34  # significant digits of a number
EXPONENT = 6_144  # of a number, as in IEEE 754 decimal128
PATTERN = 500  # characters of a regular expression
