"""Cut a FEEL text into tokens.

FEEL's names may hold spaces and operator signs ("Monthly income", "pre-check"), so cutting depends on the names that
are known. Words that follow each other are one name, because no operator of FEEL is a plain word except the keywords;
names with signs or keywords in them ("date and time") are recognised when they are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lark import Token
from lark.lexer import Lexer

from decisions.feel import limits
from decisions.feel.errors import FeelLimit, FeelSyntaxError
from kit.i18n import Text

KEYWORDS = {
    "true": "TRUE", "false": "FALSE", "null": "NULL", "if": "IF", "then": "THEN", "else": "ELSE", "for": "FOR",
    "in": "IN", "return": "RETURN", "some": "SOME", "every": "EVERY", "satisfies": "SATISFIES", "and": "AND",
    "or": "OR", "between": "BETWEEN", "function": "FUNCTION",
}  # fmt: skip
_SIGNS = {
    "**": "POWER", "..": "DOTDOT", "->": "ARROW", "<=": "LE", ">=": "GE", "!=": "NE", "<": "LT", ">": "GT", "=": "EQ",
    "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB",
    "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON", ".": "DOT",
}  # fmt: skip
_WORD = r"[^\W\d][\w'’]*"
_TOKEN = re.compile(
    r"(?P<space>(?:\s|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<AT>@\s*\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<STRING>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<NUMBER>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<instance>instance\s+of\b)"
    rf"|(?P<word>{_WORD}|\?)"
    r"|(?P<sign>\*\*|\.\.|->|<=|>=|!=|[-<>=+*/()\[\]{},:.])",
    re.DOTALL,
)
_SPACED_WORD = re.compile(rf"\s+({_WORD}|\d+\b(?!\.\d))")
_KEY = re.compile(r"\s*([^\W\d][^:{}\[\]()\",?<>=]*?)\s*:")
_ALWAYS_KNOWN = ("date and time", "years and months duration", "days and time duration")
_PLAIN = re.compile(rf"{_WORD}(?: (?:{_WORD}|\d+))*")
# After these a "[" cannot begin a filter's index, so it closes a range such as ]1..5[.
_ENDS = {"RPAR", "RSQB", "RBRACE", "COMMA", "AND", "OR", "THEN", "ELSE", "RETURN", "SATISFIES", "EQ", "NE", "END"}


class TokenFeed(Lexer):
    """Hands tokens that are already cut to the parser."""

    def __init__(self, _conf: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        """Yield the tokens of ``data``, a list."""
        yield from data


def spaced(name: str) -> str:
    """Return ``name`` with single blanks between its parts."""
    return " ".join(name.split())


@lru_cache(maxsize=512)
def _known_pattern(names: frozenset[str]) -> re.Pattern[str]:
    special = {*_ALWAYS_KNOWN}
    for name in map(spaced, names):
        if name and (not _PLAIN.fullmatch(name) or any(word in KEYWORDS for word in name.split())):
            special.add(name)
    ordered = sorted(special, key=lambda name: (-len(name), name))
    return re.compile("|".join(r"\s+".join(map(re.escape, name.split())) + r"(?![\w'’])" for name in ordered))


def tokens(text: str, names: Iterable[str] = (), *, unary: bool = False) -> list[Token]:
    """Return the tokens of ``text``.

    Raises:
        FeelSyntaxError: a character that FEEL does not have.
        FeelLimit: the text is too long or nested too deep.
    """
    if len(text) > limits.TEXT:
        raise FeelLimit(what=Text("its length"), limit=limits.TEXT, position=limits.TEXT)
    found = list(_cut(text, frozenset(names)))
    if len(found) > limits.TOKENS:
        raise FeelLimit(what=Text("its length in words"), limit=limits.TOKENS, position=-1)
    _tell_ranges_apart(found)
    if unary:
        _tell_not_apart(found)
    _check_nesting(found)
    return found


def _cut(text: str, names: frozenset[str]) -> Iterator[Token]:
    known = _known_pattern(names)
    position, after_brace, braces = 0, False, 0
    previous = ""
    while position < len(text):
        keyed = _KEY.match(text, position) if after_brace else None
        if keyed and not _PLAIN.fullmatch(spaced(keyed[1])):
            # A context's key with signs in it is a name for the rest of the text.
            key = spaced(keyed[1])
            known = _known_pattern(frozenset({*names, key}))
            names = frozenset({*names, key})
        match = _TOKEN.match(text, position)
        if match is None:
            raise FeelSyntaxError(text=text, found=text[position], column=position + 1, position=position)
        kind = match.lastgroup or ""
        if kind == "space":
            position = match.end()
            continue
        token, end = _name(text, position, known, match, previous) if kind == "word" else _plain(kind, match)
        token.start_pos = position
        braces += {"LBRACE": 1, "RBRACE": -1}.get(token.type, 0)
        after_brace = token.type == "LBRACE" or (token.type == "COMMA" and braces > 0)
        previous = token.type
        position = end
        yield token


def _plain(kind: str, match: re.Match[str]) -> tuple[Token, int]:
    names = {"sign": _SIGNS.get(match[0], ""), "instance": "INSTANCE_OF"}
    return Token(names.get(kind, kind), match[0]), match.end()


def _name(text: str, position: int, known: re.Pattern[str], match: re.Match[str], previous: str) -> tuple[Token, int]:
    special = known.match(text, position)
    if special:
        return Token("NAME", spaced(special[0])), special.end()
    word, end = match[0], match.end()
    if word in KEYWORDS and previous != "DOT":
        return Token(KEYWORDS[word], word), end
    words = [word]
    while word != "?":
        following = _SPACED_WORD.match(text, end)
        if (
            following is None
            or following[1] in KEYWORDS
            or following[1] == "instance"
            or known.match(text, following.start(1))
        ):
            break
        words.append(following[1])
        end = following.end()
    return Token("NAME", " ".join(words)), end


def _tell_ranges_apart(found: list[Token]) -> None:
    """Mark "]" that opens a range and "[" that closes one."""
    stack: list[tuple[str, bool]] = []  # opener, whether ".." was seen in it
    for index, token in enumerate(found):
        kind = token.type
        if kind == "RSQB" and not (
            stack and stack[-1][0] in {"LSQB", "OPEN_REV", "LPAR"} and _closes(found, index, stack)
        ):
            token.type = "OPEN_REV"
            stack.append(("OPEN_REV", False))
        elif kind == "LSQB" and stack and stack[-1][1] and _ends_here(found, index + 1):
            token.type = "CLOSE_REV"
            stack.pop()
        elif kind in {"LPAR", "LSQB", "LBRACE"}:
            stack.append((kind, False))
        elif kind in {"RPAR", "RSQB", "RBRACE"} and stack:
            stack.pop()
        elif kind == "DOTDOT" and stack:
            stack[-1] = (stack[-1][0], True)


def _closes(found: list[Token], index: int, stack: list[tuple[str, bool]]) -> bool:
    opener, dotted = stack[-1]
    if opener == "LPAR":
        return dotted
    # Directly after an operator or an opening bracket nothing can be closed, so "]" must open: x in ]1..5].
    before = found[index - 1].type if index else "LSQB"
    return dotted or before not in {"IN", "COMMA", "EQ", "NE", "LPAR", "AND", "OR"}


def _ends_here(found: list[Token], index: int) -> bool:
    return (found[index].type if index < len(found) else "END") in _ENDS


def _tell_not_apart(found: list[Token]) -> None:
    """Mark "not" of a unary test: the first token, whose bracket closes at the very end."""
    if len(found) < 3 or found[0] != "not" or found[1].type != "LPAR":  # noqa: PLR2004  # not ( … )
        return
    depth = 0
    for index, token in enumerate(found[1:], start=1):
        depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
        if depth == 0:
            if index == len(found) - 1:
                found[0].type = "NOT"
            return


def _check_nesting(found: list[Token]) -> None:
    depth = 0
    for token in found:
        if token.type in {"LPAR", "LSQB", "LBRACE", "OPEN_REV", "IF", "FOR", "SOME", "EVERY", "FUNCTION"}:
            depth += 1
        elif token.type in {"RPAR", "RSQB", "RBRACE", "CLOSE_REV"}:
            depth -= 1
        if depth > limits.NESTING:
            raise FeelLimit(what=Text("its nesting"), limit=limits.NESTING, position=token.start_pos or 0)
