"""Each record of a case's evidence in words: what it is, how it ended, its facts, its documents. Masked throughout.

What officers wrote in free text is starred out for whoever does not work on the case, see ``web.discretion``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kit.db import Session
from kit.i18n import Text, date_text, datetime_text, gettext, pick
from kit.money import yuan_text
from relief.evidence import queries as evidence_queries
from relief.evidence.records import By, CaseEvidence
from relief.households import codes
from relief.intake import queries as intake
from relief.intake.records import CaseRecord
from web import words
from web.discretion import Discretion
from workflows import forms
from workflows.engine.definition import Definition
from workflows.instances import queries as instances


@dataclass(frozen=True)
class Document:
    """A document that can be opened; ``size`` in bytes."""

    id: uuid.UUID
    name: str
    size: int


@dataclass(frozen=True)
class Proof:
    """One record of evidence: what it is, its facts as name and value, its documents."""

    title: str
    outcome: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[Document, ...]


DocumentsOf = Callable[[uuid.UUID], tuple[Document, ...]]
"""The documents of one record of evidence."""

_PUBLICITY: Mapping[str, Text] = {
    "POSTED": Text("hangs"),
    "INTERRUPTED": Text("interrupted by an objection"),
    "CLOSED": Text("over, without an open objection"),
    "STOPPED": Text("taken down"),
}
_OBJECTIONS: Mapping[str, Text] = {
    "OPEN": Text("undecided"),
    "DISMISSED": Text("dismissed"),
    "RECHECK": Text("upheld: checked and posted again"),
    "REJECTED": Text("upheld: not filed"),
}


class _Words:
    """Names of steps, outcomes, fields and options as the definition on which the case runs has them."""

    def __init__(self, session: Session, definition: Definition, discretion: Discretion) -> None:
        self.session, self.definition = session, definition
        self.text, self.objection, self.discretion = discretion.text, discretion.objection, discretion
        self.forms: dict[str, forms.Form | None] = {}

    def step(self, step: str) -> str:
        element = self.definition.elements.get(step)
        return pick(element.name, element.name_en) if element else step

    def outcome(self, step: str, value: str) -> str:
        element = self.definition.elements.get(step)
        found = {each.value: pick(each.zh, each.en) for each in element.outcomes} if element else {}
        return found.get(value, value)

    def field(self, form: str, name: str) -> forms.Field | None:
        if form not in self.forms:
            content = instances.definition_file(self.session, self.definition.hash, f"forms/{form}.json")
            self.forms[form] = forms.load(content) if content else None
        found = self.forms[form]
        return found.field(name) if found else None

    def name(self, form: str, name: str) -> str:
        found = self.field(form, name)
        return found.label.render() if found else name

    def cell(self, form: str, table: str, column: str, value: str) -> str:
        found = self.field(form, table)
        return _option(next((each for each in found.columns if each.name == column), None) if found else None, value)

    def pairs(self, form: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for name, value in values.items():
            if value:
                field = self.field(form, name)
                coded = field is not None and bool(field.options)
                yield self.name(form, name), _option(field, value) if coded else self.text(value)


def _option(field: forms.Field | None, value: str) -> str:
    return next((each.label.render() for each in field.options if each.value == value), value) if field else value


def proofs(
    session: Session, case: CaseRecord, found: CaseEvidence, definition: Definition, discretion: Discretion
) -> tuple[Proof, ...]:
    """Return the records of a case in the order of the chain, as far as the reader may see them."""
    say = _Words(session, definition, discretion)
    files = evidence_queries.attachments_of(session, case.id)

    def of(evidence_id: uuid.UUID) -> tuple[Document, ...]:
        return tuple(
            Document(file.id, say.text(file.name), file.size) for file in files if file.evidence_id == evidence_id
        )

    scans = tuple(Document(scan.id, say.text(scan.name), scan.size) for scan in intake.scans(session, case.id))
    made = [
        Proof(gettext("Papers"), "", _papers(session, case), scans),
        *_comparison(found, say, of), *_visit(found, say, of), *_study(found, say, of), *_appraisal(found, say, of),
        *_publicity(found, say, of), *_objections(found, say, of), *_verdicts(found, say, of), *_checks(found, say, of),
    ]  # fmt: skip
    return tuple(proof for proof in made if proof.facts or proof.files)


def _papers(session: Session, case: CaseRecord) -> tuple[tuple[str, str], ...]:
    checklist = intake.papers(session, case.id)
    received = codes.labels("paper", [each.paper for each in checklist if each.received_at is not None]).render()
    missing = codes.labels("paper", [each.paper for each in checklist if each.received_at is None]).render()
    return _facts((gettext("received"), received), (gettext("missing"), missing))


def _comparison(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    if (made := found.comparison) is None:
        return
    replies = [
        (
            say.cell("data_check", "replies", "source", reply.source),
            " ".join(
                (
                    say.cell("data_check", "replies", "result", reply.result),
                    date_text(reply.replied_on) if reply.replied_on else "",
                    say.text(reply.note),
                )
            ).strip(),
        )
        for reply in made.replies
    ]
    facts = _facts(
        *replies, (say.name("data_check", "difference"), say.text(made.difference)),
        (say.name("data_check", "explanation"), say.text(made.explanation)),
    )  # fmt: skip
    yield _proof(say, "data_check", made.outcome, (*facts, *_by(made.by)), of(made.id))


def _visit(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    if (made := found.visit) is None:
        return
    amounts = [
        (say.name("home_visit", name), f"{yuan_text(value)} {gettext('yuan')}")
        for name, value in made.amounts.items()
        if value is not None
    ]
    facts = _facts(
        (say.name("home_visit", "visited_at"), datetime_text(made.visited_at)),
        (say.name("home_visit", "place"), say.text(made.place)),
        (gettext("Visitors"), gettext(", ").join(made.visitors)),
        (gettext("Persons"), str(made.persons or "")),
        *amounts,
        *say.pairs("home_visit", made.observed),
        (gettext("Signed by the household"), gettext("Yes") if made.signed else gettext("No")),
    )
    yield _proof(say, "home_visit", made.outcome, (*facts, *_by(made.by)), of(made.id))


def _study(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    if (made := found.deliberation) is None:
        return
    votes = {"votes": made.votes_for, "against": made.votes_against, "abstained": made.votes_abstain}
    facts = _facts(
        (gettext("Held on"), date_text(made.held_on) if made.held_on else ""),
        (gettext("Place"), made.place),
        (gettext("Present"), gettext(", ").join(member.name for member in made.members)),
        (gettext("Votes"), gettext("{votes} for, {against} against, {abstained} abstained", **votes)),
        (gettext("Minutes"), say.text(made.minutes)),
    )
    yield _proof(say, "deliberate", made.outcome, (*facts, *_by(made.by)), of(made.id))


def _appraisal(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    if (made := found.appraisal) is None:
        return
    facts = _facts(
        (gettext("Category"), codes.label("category", made.category)),
        (gettext("Main cause"), codes.label("cause", made.main_cause)),
        (gettext("Secondary causes"), codes.labels("cause", made.secondary_causes).render()),
        (gettext("Groups"), codes.labels("group", made.groups).render()),
        (gettext("Plan"), say.text(made.plan)),
    )
    yield _proof(say, "appraise", made.outcome, (*facts, *_by(made.by)), of(made.id))


def _publicity(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    for made in (*found.earlier_publicities, *((found.publicity,) if found.publicity else ())):
        facts = _facts(
            (gettext("Runs"), f"{date_text(made.started_on)} – {date_text(made.ends_on)}"),
            (gettext("Places"), gettext(", ").join(filter(None, (made.place_unit, made.place_community)))),
            (gettext("Notice"), made.text),
        )
        state = gettext("replaced by a later round") if made.superseded else _PUBLICITY[made.state].render()
        yield Proof(say.step("post_notice"), state, (*facts, *_by(made.by)), of(made.id))


def _objections(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    for made in found.objections:
        facts = _facts(
            (gettext("Raised at"), datetime_text(made.raised_at)),
            (gettext("What is objected to"), say.objection(made.content)),
            (gettext("Finding"), say.text(made.finding)),
            (gettext("Handled by"), made.handled_by or ""),
        )
        files = of(made.id) if say.discretion.objections else ()
        yield Proof(say.step("handle_objection"), _OBJECTIONS[made.state].render(), facts, files)


def _verdicts(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    if (review := found.review) is not None:
        facts = _facts((gettext("Opinion"), say.text(review.opinion)))
        yield _proof(say, "review", review.outcome, (*facts, *_by(review.by)), ())
    if (signed := found.signature) is not None:
        facts = _facts(
            (gettext("Signed on"), date_text(signed.signed_on)),
            (gettext("Post"), f"{signed.unit_name} {words.role(signed.role)}"),
            (gettext("Letter"), signed.letter_no or ""),
            (gettext("Over documents with the hash"), signed.document_sha256[:16]),
        )
        yield _proof(say, "chair_sign", signed.outcome, (*facts, *_by(signed.by)), of(signed.id))
    if (approval := found.approval) is not None:
        facts = _facts((gettext("Opinion"), say.text(approval.opinion)))
        yield _proof(say, "approve", approval.outcome, (*facts, *_by(approval.by)), ())


def _checks(found: CaseEvidence, say: _Words, of: DocumentsOf) -> Iterator[Proof]:
    for made in found.checks:
        facts = _facts(
            (gettext("Checked on"), date_text(made.checked_on)),
            (gettext("Finding"), say.text(made.finding)),
            (gettext("To be put right"), say.text(made.instruction)),
        )
        yield _proof(say, made.kind, made.outcome, (*facts, *_by(made.by)), of(made.id))


def _proof(
    say: _Words, step: str, outcome: str, facts: Sequence[tuple[str, str]], files: tuple[Document, ...]
) -> Proof:
    return Proof(say.step(step), say.outcome(step, outcome), tuple(facts), files)


def _facts(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs if value)


def _by(by: By) -> tuple[tuple[str, str], ...]:
    return ((gettext("Recorded"), f"{by.name} {datetime_text(by.at)}"),)
