"""The life of an application: every state with every verb."""

from __future__ import annotations

import pytest

from kit.transitions import IllegalTransition
from relief.intake.status import APPLICATION, VERB_OF_OUTCOME, CaseOutcome, Status

LEGAL = {
    ("OPEN", "file"): "FILED",
    ("OPEN", "reject"): "REJECTED",
    ("OPEN", "lapse"): "LAPSED",
    ("OPEN", "withdraw"): "WITHDRAWN",
    ("FILED", "end"): "ENDED",
}


@pytest.mark.parametrize("state", list(Status))
@pytest.mark.parametrize("verb", APPLICATION.verbs)
def test_only_what_the_table_has_is_legal(state: str, verb: str) -> None:
    target = LEGAL.get((str(state), verb))
    assert APPLICATION.can(state, verb) == (target is not None)
    if target is not None:
        assert APPLICATION.target(state, verb) == target
        return
    with pytest.raises(IllegalTransition) as caught:
        APPLICATION.target(state, verb)
    assert "application" in str(caught.value)
    assert caught.value.message("zh") != caught.value.message("en")


def test_every_outcome_has_its_verb() -> None:
    assert set(VERB_OF_OUTCOME) == set(CaseOutcome)
    assert set(APPLICATION.states) == set(Status)
