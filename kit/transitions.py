"""A state machine is one literal table; code asks the table, and its diagram is generated from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kit.errors import Conflict
from kit.i18n import Text


class IllegalTransition(Conflict):
    """Expected to {verb} the {thing}, but it is {state}. Reload the page to see what happened to it."""


@dataclass(frozen=True)
class Transition:
    """One legal move: in state ``source``, ``who`` may ``verb``, which leads to ``target``."""

    source: str
    verb: str
    target: str
    who: str


@dataclass(frozen=True)
class StateMachine:
    """The moves of one kind of thing; ``initial`` is the state in which it is born."""

    thing: str
    initial: str
    moves: tuple[Transition, ...]

    def can(self, state: str, verb: str) -> bool:
        """Say whether ``verb`` is legal in ``state``."""
        return any(move.source == state and move.verb == verb for move in self.moves)

    def target(self, state: str, verb: str) -> str:
        """Return the state that ``verb`` leads to.

        Raises:
            IllegalTransition: the table has no such move.
        """
        for move in self.moves:
            if move.source == state and move.verb == verb:
                return move.target
        raise IllegalTransition(verb=Text(verb), thing=Text(self.thing), state=Text(state))

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the table's order."""
        return tuple(_unique([self.initial, *(s for move in self.moves for s in (move.source, move.target))]))

    @property
    def verbs(self) -> tuple[str, ...]:
        """All verbs, in the table's order."""
        return tuple(_unique(move.verb for move in self.moves))

    def mermaid(self) -> str:
        """Return the diagram as Mermaid text, for ``docs/states``."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {m.source} --> {m.target}: {m.verb} ({m.who})" for m in self.moves]
        sources = {move.source for move in self.moves}
        lines += [f"    {state} --> [*]" for state in self.states if state not in sources]
        return "\n".join(lines) + "\n"


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
