"""Triggers that keep the gates: what no script with the application's role can pass by (architecture, Data).

Five rules let a file or an episode become FILED only through the four gates; the others keep what a filed episode
rests on from being changed, deleted or replaced. Each rule is one condition under which a statement is refused; it is
written once and rendered for SQLite and PostgreSQL. All conditions fail closed: a missing row or a NULL refuses.
"""

# ruff: noqa: S608  (every piece of these statements is a literal of this file)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

_INSERT, _UPDATE, _DELETE = "insert", "update", "delete"
_KEPT = "('FILED', 'ENDED')"


@dataclass(frozen=True)
class _Dialect:
    """How the two databases say the same: the Shanghai day of an instant, days between, the end of a day."""

    name: str
    local_day: Callable[[str], str]
    days: Callable[[str, str], str]
    day_over: Callable[[str, str], str]
    differs: Callable[[str, str], str]


_SQLITE = _Dialect(
    "sqlite",
    local_day=lambda instant: f"date({instant}, '+8 hours')",
    days=lambda first, last: f"julianday({last}) - julianday({first})",
    # Midnight in Shanghai after a day is 16:00 of that day in UTC.
    day_over=lambda instant, day: f"{instant} >= datetime({day}, '+16 hours')",
    differs=lambda one, other: f"{one} IS NOT {other}",
)
_POSTGRESQL = _Dialect(
    "postgresql",
    local_day=lambda instant: f"CAST({instant} AT TIME ZONE 'Asia/Shanghai' AS date)",
    days=lambda first, last: f"{last} - {first}",
    day_over=lambda instant, day: (
        f"{instant} >= (CAST({day} AS timestamp) + INTERVAL '1 day') AT TIME ZONE 'Asia/Shanghai'"
    ),
    differs=lambda one, other: f"{one} IS DISTINCT FROM {other}",
)


@dataclass(frozen=True)
class _Rule:
    """Refuse ``event`` on ``table`` when ``refused`` holds. ``locks``: rows to hold on PostgreSQL while it is asked."""

    name: str
    table: str
    event: str
    refused: str
    message: str
    locks: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        return f"{self.name}_{self.event}"


_EVIDENCE: Mapping[str, str] = {
    "visits": "visit_id",
    "economic_statements": "statement_id",
    "deliberations": "deliberation_id",
    "appraisals": "appraisal_id",
    "publicities": "publicity_id",
    "signatures": "signature_id",
    "approvals": "approval_id",
}
"""Table → the column by which an episode names its row."""

_PARTS: Mapping[str, str] = {
    "visit_visitors": "visit_id",
    "statement_lines": "statement_id",
    "deliberation_members": "deliberation_id",
    "objections": "publicity_id",
}
"""Table of parts → the column that names the evidence, in the part as in the episode."""

_FIXED_IN_STATEMENT = (
    "case_id", "outcome", "persons", "income_year", "relief_year", "expense_year", "gap_year", "facts",
    "household_signature_id", "recorded_at", "recorded_by",
)  # fmt: skip


def _gates(on: _Dialect) -> Iterator[_Rule]:
    visit = f"""
        SELECT 1 FROM visits v JOIN applications a ON a.id = v.case_id
        WHERE v.id = NEW.visit_id AND v.case_id = NEW.case_id AND v.superseded_at IS NULL AND v.outcome = 'done'
          AND v.household_signature_id IS NOT NULL AND a.accepted_at IS NOT NULL
          AND v.visited_on >= a.applied_on AND v.visited_on = {on.local_day("v.visited_at")}
          AND v.visited_at <= v.recorded_at
          AND (SELECT count(*) FROM visit_visitors w WHERE w.visit_id = v.id) >= 2"""
    study = f"""
        SELECT 1 FROM deliberations d JOIN visits v ON v.id = NEW.visit_id
        WHERE d.id = NEW.deliberation_id AND d.case_id = NEW.case_id AND d.superseded_at IS NULL
          AND d.outcome = 'propose' AND d.held_on >= v.visited_on AND d.held_on <= {on.local_day("d.recorded_at")}
          AND d.minutes_sha256 IS NOT NULL AND d.votes_for > d.votes_against + d.votes_abstain
          AND (SELECT count(*) FROM deliberation_members m WHERE m.deliberation_id = d.id AND NOT m.conflicted) >= 3"""
    publicity = f"""
        SELECT 1 FROM publicities p JOIN deliberations d ON d.id = NEW.deliberation_id
        WHERE p.id = NEW.publicity_id AND p.case_id = NEW.case_id AND p.superseded_at IS NULL AND p.state = 'CLOSED'
          AND p.posted_on >= d.held_on AND p.started_on = {on.local_day("p.recorded_at")}
          AND {on.days("p.started_on", "p.ends_on")} >= p.days_required AND {on.day_over("p.closed_at", "p.ends_on")}
          AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.case_id = NEW.case_id AND o.state = 'OPEN')"""
    signature = f"""
        SELECT 1 FROM signatures s JOIN publicities p ON p.id = NEW.publicity_id JOIN posts h ON h.id = s.post_id
        WHERE s.id = NEW.signature_id AND s.case_id = NEW.case_id AND s.superseded_at IS NULL AND s.outcome = 'sign'
          AND s.drawing_id IS NOT NULL AND s.signed_at >= p.closed_at AND s.signed_on = {on.local_day("s.signed_at")}
          AND NEW.filed_at >= s.signed_at AND h.role = 'chair' AND h.starts_on <= s.signed_on
          AND (h.ends_on IS NULL OR h.ends_on >= s.signed_on)
          AND (h.officer_id = s.recorded_by OR EXISTS (SELECT 1 FROM stand_ins i WHERE i.post_id = h.id
               AND i.officer_id = s.recorded_by AND i.starts_on <= s.signed_on AND i.ends_on >= s.signed_on))
          AND NOT EXISTS (SELECT 1 FROM visit_visitors w WHERE w.visit_id = NEW.visit_id AND w.officer_id = s.recorded_by)"""
    gates = (
        ("visit", visit, "no file without a completed home visit of this episode", "visits", "visit_id"),
        ("study", study, "no file without a collective study after the visit", "deliberations", "deliberation_id"),
        ("publicity", publicity, "no file without a finished publicity after the study", "publicities", "publicity_id"),
        ("signature", signature, "no file without the chair's signature after the publicity", "signatures", "signature_id"),
    )  # fmt: skip
    for kind, proof, message, table, column in gates:
        locks = (f"SELECT 1 FROM {table} WHERE id = NEW.{column} FOR UPDATE",)
        refused = f"NEW.status = 'FILED' AND NOT EXISTS ({proof})"
        for event in (_INSERT, _UPDATE):
            yield _Rule(f"bangfu_gate_{kind}", "episodes", event, refused, message, locks)
    file = """
        SELECT 1 FROM episodes e JOIN applications a ON a.id = e.case_id JOIN file_persons m ON m.file_id = NEW.id
        WHERE e.id = NEW.current_episode_id AND e.file_id = NEW.id AND e.status = 'FILED'
          AND a.household_id = NEW.household_id AND m.active AND m.role = 'main'"""
    for event in (_INSERT, _UPDATE):
        yield _Rule(
            "bangfu_gate_file", "hardship_files", event,
            f"NEW.status IN ('FILED', 'RELIEVED') AND NOT EXISTS ({file})",
            "a file is in force only with a filed episode of its household",
        )  # fmt: skip


_FINAL = {
    "eligibility_decisions": "t.id = NEW.id",
    "process_definitions": "t.hash = NEW.hash",
    "definition_files": "t.definition_hash = NEW.definition_hash AND t.name = NEW.name",
}


def _kept_by(column: str, value: str) -> str:
    return f"EXISTS (SELECT 1 FROM episodes e WHERE e.{column} = {value} AND e.status IN {_KEPT})"


def _keep(
    table: str, insert: str, update: str, delete: str, message: str, locks: tuple[str, ...] = ()
) -> Iterator[_Rule]:
    for event, refused in ((_INSERT, insert), (_UPDATE, update), (_DELETE, delete)):
        held = locks if event == _INSERT else ()
        yield _Rule(f"bangfu_keep_{table}", table, event, refused, message, held)


def _evidence(on: _Dialect) -> Iterator[_Rule]:
    message = "evidence of a filed episode stays as it is"
    for table, column in _EVIDENCE.items():
        old = _kept_by(column, "OLD.id")
        update = old
        if table == "economic_statements":
            changed = " OR ".join(on.differs(f"NEW.{name}", f"OLD.{name}") for name in _FIXED_IN_STATEMENT)
            update = f"({old} OR {changed})"
        # An insert is refused where it would replace the row (SQLite's REPLACE fires no delete trigger).
        yield from _keep(table, _kept_by(column, "NEW.id"), update, old, message)
    for table, column in _PARTS.items():
        new, old = _kept_by(column, f"NEW.{column}"), _kept_by(column, f"OLD.{column}")
        if table == "statement_lines":
            yield from _keep(table, new, "1 = 1", "1 = 1", "a statement's lines never change; make a new statement")
            continue
        parent = "publicities" if table == "objections" else f"{column.removesuffix('_id')}s"
        locks = (f"SELECT 1 FROM {parent} WHERE id = NEW.{column} FOR UPDATE",)
        yield from _keep(table, new, f"({old} OR {new})", old, message, locks)
    there = "EXISTS (SELECT 1 FROM attachments a WHERE a.id = NEW.id)"
    yield from _keep(
        "attachments", there, "1 = 1", _kept_by("case_id", "OLD.case_id"), "attachments never change"
    )  # fmt: skip


def _files(on: _Dialect) -> Iterator[_Rule]:
    fixed = ("id", "case_id", "file_id", "filed_at", *_EVIDENCE.values())
    changed = " OR ".join(on.differs(f"NEW.{name}", f"OLD.{name}") for name in fixed)
    yield from _keep(
        "episodes",
        f"EXISTS (SELECT 1 FROM episodes e WHERE e.status IN {_KEPT} AND (e.id = NEW.id OR e.case_id = NEW.case_id))",
        f"OLD.status IN {_KEPT} AND (NEW.status NOT IN {_KEPT} OR {changed}"
        " OR (OLD.status = 'ENDED' AND NEW.status <> 'ENDED'))",
        f"OLD.status IN {_KEPT}",
        "a filed episode keeps its evidence; it can only end",
    )
    active = "('INHERITED', 'FILED', 'RELIEVED')"
    yield from _keep(
        "hardship_files",
        "EXISTS (SELECT 1 FROM hardship_files f WHERE f.id = NEW.id OR f.file_no = NEW.file_no"
        f" OR (f.household_id = NEW.household_id AND f.status IN {active} AND NEW.status IN {active}))",
        f"{on.differs('NEW.id', 'OLD.id')} OR {on.differs('NEW.file_no', 'OLD.file_no')}"
        " OR (OLD.status <> 'INHERITED' AND NEW.status = 'INHERITED')",
        "OLD.status <> 'INHERITED'",
        "one file a household, under one number for life",
    )
    in_force = "EXISTS (SELECT 1 FROM hardship_files f WHERE f.id = OLD.file_id AND f.status IN ('FILED', 'RELIEVED'))"
    moved = (
        f"NOT NEW.active OR {on.differs('NEW.file_id', 'OLD.file_id')}"
        f" OR {on.differs('NEW.id_number_index', 'OLD.id_number_index')}"
    )
    yield from _keep(
        "file_persons",
        "NEW.active AND EXISTS (SELECT 1 FROM file_persons p"
        " WHERE p.id_number_index = NEW.id_number_index AND p.active)",
        f"OLD.active AND OLD.role = 'main' AND ({moved}) AND {in_force}",
        f"OLD.active AND OLD.role = 'main' AND {in_force}",
        "nobody is in two active files, and a file in force keeps its main worker",
    )


def _final() -> Iterator[_Rule]:
    """Keep what is written once: decisions, and definitions, whose hash is their name."""
    for table, same in _FINAL.items():
        there = f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"
        yield from _keep(table, there, "1 = 1", "1 = 1", f"{table} are written once and never changed")


def _rules(on: _Dialect) -> tuple[_Rule, ...]:
    return (*_gates(on), *_evidence(on), *_files(on), *_final())


def _sqlite(rule: _Rule) -> Iterator[str]:
    message = rule.message.replace("'", "''")
    yield (
        f"CREATE TRIGGER {rule.trigger} BEFORE {rule.event.upper()} ON {rule.table} WHEN {rule.refused} "
        f"BEGIN SELECT RAISE(ABORT, 'bangfu: {message}'); END"
    )


def _postgresql(rule: _Rule) -> Iterator[str]:
    message = rule.message.replace("'", "''").replace("%", "%%")
    # The rows asked about are held, so that nobody changes them between the question and the commit.
    held = " ".join(f"PERFORM {lock.removeprefix('SELECT ')};" for lock in rule.locks)
    row = "OLD" if rule.event == _DELETE else "NEW"
    yield (
        f"CREATE FUNCTION {rule.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {held} "
        f"IF {rule.refused} THEN RAISE EXCEPTION 'bangfu: {message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$"
    )
    yield (
        f"CREATE TRIGGER {rule.trigger} BEFORE {rule.event.upper()} ON {rule.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {rule.trigger}()"
    )


STATEMENTS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(statement for rule in _rules(_SQLITE) for statement in _sqlite(rule)),
    "postgresql": tuple(statement for rule in _rules(_POSTGRESQL) for statement in _postgresql(rule)),
}


def expected_names() -> frozenset[str]:
    """Return the name of every trigger that a whole schema has; the same on both databases."""
    return frozenset(rule.trigger for rule in _rules(_SQLITE))


def create_triggers(connection: Connection) -> None:
    """Create every trigger on the database behind ``connection``."""
    for statement in STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger, and on PostgreSQL its function, before the tables go."""
    for rule in _rules(_SQLITE):
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"DROP TRIGGER {rule.trigger} ON {rule.table}")
            connection.exec_driver_sql(f"DROP FUNCTION {rule.trigger}()")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {rule.trigger}")


def altered(connection: Connection) -> tuple[str, ...]:
    """Return the triggers that are there, but not as this file writes them: a hollow one guards nothing."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        wanted = {statement.split()[2]: statement for statement in STATEMENTS["sqlite"]}
    else:
        rows = connection.exec_driver_sql(
            "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'bangfu!_%%' ESCAPE '!'"
        ).all()
        functions = (each for each in STATEMENTS["postgresql"] if each.startswith("CREATE FUNCTION"))
        wanted = {each.split()[2].removesuffix("()"): each.split("$$")[1] for each in functions}
    return tuple(sorted(name for name, text in rows if name in wanted and text.strip() != wanted[name].strip()))
