"""The diagrams in docs/states are those of the tables in the code."""

from __future__ import annotations

from tests.support import state_docs


def test_the_state_diagrams_are_current() -> None:
    made = {name: state_docs.document(machine, name) for name, machine in state_docs.machines()}
    found = {path.name: path.read_text() for path in state_docs.FOLDER.glob("*.md")}
    assert made
    assert found == made, "The tables changed: run make docs."


def test_every_state_of_every_table_can_be_reached() -> None:
    for name, machine in state_docs.machines():
        # A state into which no move leads is one in which a thing is born, as an inherited episode.
        born = set(machine.states) - {move.target for move in machine.moves}
        reached, grew = {machine.initial, *born}, True
        while grew:
            more = {m.target for m in machine.moves if m.source in reached} - reached
            reached |= more
            grew = bool(more)
        assert set(machine.states) == reached, name
