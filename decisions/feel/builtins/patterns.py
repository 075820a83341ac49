"""Regular expressions that cannot run away.

Python's engine backtracks: a pattern such as (a+)+b takes exponential time. Refused here are a repeated group with a
repetition or an alternative in it, and references back; and the length of the text to the power of the number of
unbounded repetitions is bounded. What is refused gives null, as any pattern that FEEL cannot read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from decisions.feel import limits

_WORK = 20_000_000
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?[:=!]|\?<[=!]|\?P?<\w+>)?|\)|[*+?]|\{\d*,?\d*\}|\||.", re.DOTALL
)
_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int] | None:
    if len(pattern) > limits.PATTERN or set(flags) - set(_FLAGS):
        return None
    repetitions = _repetitions(pattern)
    if repetitions is None:
        return None
    combined = 0
    for flag in flags:
        combined |= _FLAGS[flag]
    try:
        return re.compile(pattern, combined), repetitions
    except (re.error, OverflowError, RecursionError):
        return None


def _repetitions(pattern: str) -> int | None:
    """Return how many repetitions there are, or None when they could multiply."""
    total = 0
    open_groups: list[bool] = []  # per open group: whether it holds a repetition or an alternative
    closed_risky = False
    pieces = _PIECE.findall(pattern)
    for index, piece in enumerate(pieces):
        if re.fullmatch(r"\\[1-9]", piece):
            return None
        if piece.startswith("("):
            open_groups.append(False)
        elif piece == ")":
            closed_risky = open_groups.pop() if open_groups else False
            if closed_risky and open_groups:
                open_groups[-1] = True
        elif piece == "|" and open_groups:
            open_groups[-1] = True
        elif piece in {"*", "+"} or (piece.startswith("{") and piece not in {"{", "{}"}):
            after_group = index > 0 and pieces[index - 1] == ")"
            if after_group and closed_risky:
                return None
            total += 1
            if open_groups:
                open_groups[-1] = True
    return total


def pattern_for(text: str, pattern: str, flags: str | None) -> re.Pattern[str] | None:
    """Return the compiled ``pattern``, or None when it is unreadable or may cost too much on ``text``."""
    found = _compiled(pattern, flags or "")
    if found is None:
        return None
    compiled, repetitions = found
    return compiled if (len(text) + 1) ** (repetitions + 1) <= _WORK or repetitions == 0 else None


def replacement(template: str) -> str:
    r"""Return Python's form of an XPath replacement: ``$1`` for a group, ``\$`` for the sign."""
    out = template.replace("\\$", "\0").replace("\\\\", "\1").replace("\\", "\\\\")
    out = re.sub(r"\$(\d)", r"\\g<\1>", out)
    return out.replace("\0", "$").replace("\1", "\\\\")
