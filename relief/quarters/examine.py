"""Re-decide one file by the tables in force on a day; writes nothing.

The smallest honest form: the verified statement on file is decided again with the line, rules and settings of the day.
Exits need a visit and evidence of two quarters (requirements 0.3.10), so a run proposes none: what no longer meets the
category is flagged for the county.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from decisions.dmn import Sentence
from kit.db import Session
from kit.i18n import Text
from relief.eligibility import decide, gathering
from relief.eligibility.errors import NoSumsYet
from relief.eligibility.outcome import Category, CategoryDecision, Scope
from relief.eligibility.rulesets import rule_set
from relief.files.records import FileRecord
from relief.intake import queries as intake
from relief.settings.parameters import parameter


class Outcome(StrEnum):
    """What a run says of a file."""

    KEEP = "KEEP"  # 保留
    CHANGE = "CHANGE"  # 类别变更
    NO_LONGER = "NO_LONGER"  # 不再符合类别，待县区处理
    OUT_OF_SCOPE = "OUT_OF_SCOPE"  # 不在范围，待县区处理
    NO_EVIDENCE = "NO_EVIDENCE"  # 无核实数据，须入户

    @property
    def label(self) -> Text:
        """The outcome's name for readers."""
        return Text(_LABELS[self])


_LABELS = {
    Outcome.KEEP: "Keep",
    Outcome.CHANGE: "Category changes",
    Outcome.NO_LONGER: "No longer meets a category",
    Outcome.OUT_OF_SCOPE: "Out of scope",
    Outcome.NO_EVIDENCE: "No verified figures",
}


@dataclass(frozen=True)
class Examined:
    """One file's outcome with its explanation; money in fen."""

    outcome: Outcome
    category_before: str | None
    category_now: str | None
    persons: int | None
    line: int | None
    income: int | None
    ruleset_hash: str | None
    sentences: tuple[Sentence, ...]


def examine(session: Session, file: FileRecord, on: date) -> Examined:
    """Return what the tables of the day ``on`` say of a file."""
    before = file.episode.category if file.episode else None
    case_id = file.episode.case_id if file.episode else None
    if case_id is None:
        return _without_evidence(before)
    case = intake.case(session, case_id)
    in_force = rule_set(case.division, on)
    settings = gathering.settings(session, case.division, on)
    # The file itself is the household's one file: what it holds is not a second one.
    standing = replace(gathering.standing(session, case_id), files_elsewhere=0)
    scope = decide.decide_scope(in_force.rules, standing, settings)
    line = parameter(session, "dibao_line", case.division, on).integer
    try:
        means = gathering.means(session, case_id, line, settings)
    except NoSumsYet:
        return _without_evidence(before)
    made = decide.decide_category(in_force.rules, means, settings, on)
    return Examined(
        outcome=_outcome(scope.scope, made, before), category_before=before, category_now=str(made.category),
        persons=means.persons, line=line, income=made.economics.income, ruleset_hash=made.ruleset_hash,
        sentences=scope.explanation + made.explanation,
    )  # fmt: skip


def _without_evidence(before: str | None) -> Examined:
    sentence = Sentence(
        "档案没有经核实的收支，须入户后再判定。", "The file has no verified figures: visit first.", "D13"
    )
    return Examined(Outcome.NO_EVIDENCE, before, None, None, None, None, None, (sentence,))


def _outcome(scope: Scope, made: CategoryDecision, before: str | None) -> Outcome:
    if scope not in {Scope.IN, Scope.REVIEW}:
        return Outcome.OUT_OF_SCOPE
    if made.category is Category.OUT:
        return Outcome.NO_LONGER
    return Outcome.KEEP if str(made.category) == before else Outcome.CHANGE
