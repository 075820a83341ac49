"""Look at what is masked: a household in full, for a stated reason, and a case's documents. Both leave a trace."""

from __future__ import annotations

import uuid
from base64 import b64encode
from dataclasses import dataclass

from kit import audit
from kit.crypto import encrypt
from kit.db import Session
from kit.errors import Invalid
from relief.evidence import queries as evidence
from relief.households import queries as households
from relief.households.records import RevealedHousehold
from relief.intake import permissions
from relief.intake import queries as intake
from relief.intake.errors import DocumentNotFound
from unions import queries as unions
from unions.records import Actor
from workflows.operations.permissions import check_may_reveal, may_read_objections


@dataclass(frozen=True)
class RevealCase:
    """An officer who works on cases asks for a household in full and says why."""

    case_id: uuid.UUID
    actor: Actor
    reason: str


LONGEST_REASON = 200
REASON_PLACE = "audit_events.reveal_reason"


class ReasonTooLong(Invalid):
    """Expected a reason of at most {limit} characters, but it has {length}. Shorten it."""


@dataclass(frozen=True)
class OpenDocument:
    """An officer opens one of a case's scans, photos or signatures."""

    case_id: uuid.UUID
    document_id: uuid.UUID
    actor: Actor


@dataclass(frozen=True)
class DocumentContent:
    """One document whole, with the type that its bytes show."""

    media_type: str
    content: bytes


def reveal_case(session: Session, command: RevealCase) -> RevealedHousehold:
    """Return the household of a case in full; who looked, when and why stands in the audit chain.

    Raises:
        CaseNotFound, CannotReveal: not this officer's to see.
        ReasonMissing: the reason says nothing.
    """
    case = permissions.visible_case(session, command.actor, command.case_id)
    check_may_reveal(command.actor, unions.get_unit(session, case.unit_id))
    reason = command.reason.strip()
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(limit=LONGEST_REASON, length=len(reason))
    found = households.reveal(session, case.household_id, reason=reason)
    # What people write as a reason may itself be personal: the chain keeps it encrypted.
    audit.append(
        session, actor=str(command.actor.officer_id), action="reveal", subject=case.id,
        payload={"reason_sealed": b64encode(encrypt(reason, REASON_PLACE)).decode()},
    )  # fmt: skip
    return found


def open_document(session: Session, command: OpenDocument) -> DocumentContent:
    """Return one document of a case; that it was opened stands in the audit chain.

    Raises:
        CaseNotFound, CannotReveal, DocumentNotFound: not this officer's to see, or not the case's.
    """
    case = permissions.visible_case(session, command.actor, command.case_id)
    unit = unions.get_unit(session, case.unit_id)
    check_may_reveal(command.actor, unit)
    found = _document(session, case.id, command.document_id, objections=may_read_objections(command.actor, unit))
    audit.append(
        session, actor=str(command.actor.officer_id), action="open_document", subject=case.id,
        payload={"document": str(command.document_id)},
    )  # fmt: skip
    return found


def _document(session: Session, case_id: uuid.UUID, document_id: uuid.UUID, *, objections: bool) -> DocumentContent:
    for scan in intake.scans(session, case_id):
        if scan.id == document_id:
            return DocumentContent(scan.media_type, intake.scan_content(session, case_id, document_id))
    hidden = set() if objections else {made.id for made in evidence.evidence_of(session, case_id).objections}
    files = evidence.attachments_of(session, case_id)
    if document_id not in {file.id for file in files if file.evidence_id not in hidden}:
        raise DocumentNotFound
    found = evidence.attachment(session, case_id, document_id)
    return DocumentContent(found.media_type, found.content)
