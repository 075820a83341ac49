"""The standard functions of FEEL, by name."""

from decisions.feel.builtins import contexts, lists, numbers, ranges, strings, times
from decisions.feel.values import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for part in (contexts, lists, numbers, ranges, strings, times)
    for function in part.FUNCTIONS
}
