from __future__ import annotations

import uuid
from base64 import b64decode

import pytest

from kit import audit, db
from kit.crypto import decrypt
from relief.evidence import queries as evidence
from tests.support import cases
from tests.unit.web.client import Visitor, text_of
from workflows.operations.reveal_case import REASON_PLACE

pytestmark = pytest.mark.usefixtures("province")
IN_FULL = ("南红涛", "李秀芳", "13900001234", "6222022700012345678", "庆阳市西峰区安定东路公租房")


def actions(case_id: uuid.UUID) -> list[tuple[str, dict[str, str]]]:
    with db.reading() as session:
        return [(row.action, dict(row.payload)) for row in audit.history(session, case_id)]


def test_a_household_is_shown_in_full_only_for_a_reason_which_is_recorded() -> None:
    case_id = cases.case_at("accept")
    visitor = Visitor("xf-visitor1")
    path = f"/cases/{case_id}/reveal"
    assert not [datum for datum in IN_FULL if datum in visitor.get(path).text]
    refused = visitor.post(path, {"reason": " "})
    assert refused.status_code == 422
    assert not [datum for datum in IN_FULL if datum in refused.text]
    assert "reveal" not in [action for action, _ in actions(case_id)]
    shown = visitor.post(path, {"reason": "入户走访需要住址"})
    assert [datum for datum in IN_FULL if datum in text_of(shown)] == list(IN_FULL)
    assert shown.headers["cache-control"] == "no-store"
    action, payload = actions(case_id)[-1]
    assert action == "reveal"
    # The reason may itself be personal: it stands in the chain, but encrypted.
    assert decrypt(b64decode(payload["reason_sealed"]), REASON_PLACE) == "入户走访需要住址"
    assert visitor.post(path, {"reason": "长" * 201}).status_code == 422


def test_opening_a_document_is_recorded() -> None:
    case_id = cases.case_at("sums")
    with db.reading() as session:
        document = evidence.attachments_of(session, case_id)[0].id
    assert Visitor("xf-clerk").get(f"/cases/{case_id}/files/{document}").status_code == 200
    assert actions(case_id)[-1] == ("open_document", {"document": str(document)})


@pytest.mark.parametrize(("login", "code"), [("qx-manager", 403), ("gs-admin", 403), ("hs-clerk", 404)])
def test_who_does_not_work_on_the_case_sees_nothing_in_full(login: str, code: int) -> None:
    case_id = cases.case_at("sums")
    with db.reading() as session:
        document = evidence.attachments_of(session, case_id)[0].id
    visitor = Visitor(login)
    assert visitor.post(f"/cases/{case_id}/reveal", {"reason": "想看一看全部"}).status_code == code
    assert visitor.get(f"/cases/{case_id}/files/{document}").status_code == code
    assert {"reveal", "open_document"}.isdisjoint(action for action, _ in actions(case_id))
