"""FEEL, the expression language of DMN: compile a text once, evaluate it exactly and within bounds.

``compile_expression`` is for conditions and values, ``compile_unary`` for the cells of a decision table.
"""

from decisions.feel.errors import FeelError
from decisions.feel.expression import Expression, UnaryTests, compile_expression, compile_unary
from decisions.feel.values import Function, Months, Range, Value

__all__ = [
    "Expression", "FeelError", "Function", "Months", "Range", "UnaryTests", "Value", "compile_expression",
    "compile_unary",
]  # fmt: skip
