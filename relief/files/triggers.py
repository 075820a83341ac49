"""The names of the triggers that keep the gates in the schema; ``migrations/triggers.py`` holds their SQL."""

from __future__ import annotations

GATES = ("bangfu_gate_visit", "bangfu_gate_study", "bangfu_gate_publicity", "bangfu_gate_signature", "bangfu_gate_file")
"""A file or episode becomes FILED only with these four records, in order, and a file only with a filed episode."""

KEEPERS = (
    "bangfu_keep_episodes",
    "bangfu_keep_hardship_files",
    "bangfu_keep_file_persons",
    "bangfu_keep_visits",
    "bangfu_keep_visit_visitors",
    "bangfu_keep_economic_statements",
    "bangfu_keep_statement_lines",
    "bangfu_keep_deliberations",
    "bangfu_keep_deliberation_members",
    "bangfu_keep_appraisals",
    "bangfu_keep_publicities",
    "bangfu_keep_objections",
    "bangfu_keep_signatures",
    "bangfu_keep_approvals",
    "bangfu_keep_attachments",
    "bangfu_keep_eligibility_decisions",
    "bangfu_keep_process_definitions",
    "bangfu_keep_definition_files",
)
"""What a filed episode rests on is neither changed nor deleted; decisions and definitions never are."""

EVENTS = ("insert", "update", "delete")


def required() -> frozenset[str]:
    """Return the name of every trigger that must be there: one for each table and event."""
    gates = {f"{name}_{event}" for name in GATES for event in EVENTS[:2]}
    return frozenset(gates | {f"{name}_{event}" for name in KEEPERS for event in EVENTS})
