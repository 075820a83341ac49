"""Applications from registration to their one closing, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from kit import clock, db
from kit.transitions import IllegalTransition
from relief.households.errors import NameDiffers
from relief.intake import errors, facts, permissions, queries
from relief.intake.models import Application
from relief.intake.status import CaseOutcome, Status
from tests.unit.relief.intake.samples import ALL_PAPERS, AT, Office, open_office, register, registration, step, values

PDF = b"%PDF-1.4 scan of the household register"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def office(database: str) -> Office:
    assert database
    return open_office()


def test_register_gives_a_number_and_a_masked_title(office: Office) -> None:
    with db.transaction() as session:
        first = register(session, office)
        second = register(session, office, 10)
        record = queries.case(session, first)
        assert record.case_no == "SL-621002-2018-000001"
        assert queries.case(session, second).case_no == "SL-621002-2018-000002"
        assert (record.title, record.status, record.division) == ("赵*", Status.OPEN, "621002")
        assert queries.case_by_no(session, " sl-621002-2018-000001 ").id == first
        assert queries.missing_papers(session, first) == tuple(sorted(ALL_PAPERS))
        assert queries.cause_text(session, first) == "丈夫打零工，女儿上大学"


def test_every_adult_consents_and_the_child_does_not(office: Office) -> None:
    with db.transaction() as session:
        consents = queries.consents(session, register(session, office))
    assert [(c.name_masked, c.given_on) for c in consents] == [("赵*", date(2018, 11, 2)), ("孙*", date(2018, 11, 2))]


def test_profile_gives_what_the_decision_tables_ask(office: Office) -> None:
    with db.transaction() as session:
        found = queries.profile(session, register(session, office, assets=("CAR",), single_parent=True))
    assert (found.n, found.declared_yearly_income, found.declared_yearly_relief) == (3, 2_400_000, 50_000)
    assert found.declared_yearly_expense == 1_280_000
    assert found.flexible_or_laid_off
    assert found.employer_has_union
    assert not found.migrant
    assert not found.files_elsewhere
    assert (found.assets, found.causes) == (("CAR",), ("R09", "R03"))


def test_one_open_application_per_applicant_nation_wide(office: Office) -> None:
    with db.transaction() as session:
        register(session, office)
    with pytest.raises(errors.AlreadyOpen) as seen, db.transaction() as session:
        register(session, office)
    assert "SL-621002-2018-000001" in str(seen.value)
    elsewhere = registration(office, unit="other", centre_reason="该街道没有工会")
    with pytest.raises(errors.AlreadyOpenElsewhere) as unseen, db.transaction() as session:
        facts.register(session, elsewhere, office.stranger, AT)
    assert "SL-" not in str(unseen.value)


@pytest.mark.parametrize("column", ["applicant_id", "household_id"])
def test_the_schema_refuses_a_second_open_application(office: Office, column: str) -> None:
    with db.transaction() as session:
        first = queries.case(session, register(session, office))
        register(session, office, 10)
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(update(Application).values({column: getattr(first, column)}))


def test_a_member_of_another_open_case_shows_as_elsewhere(office: Office) -> None:
    spouse = values()["members"][0]
    with db.transaction() as session:
        register(session, office)
        second = register(session, office, 10, members=(spouse,))
        assert queries.profile(session, second).files_elsewhere


def test_who_may_register(office: Office) -> None:
    with db.transaction() as session:
        with pytest.raises(errors.CannotRegister):
            facts.register(session, registration(office), office.stranger, AT)
        with pytest.raises(errors.CannotRegister):
            facts.register(session, registration(office, unit="province"), office.province, AT)
        with pytest.raises(errors.GrassrootsFirst):
            facts.register(session, registration(office, unit="county"), office.county_clerk, AT)
        given = registration(office, unit="county", centre_reason="所在街道尚未建会")
        taken = facts.register(session, given, office.county_clerk, AT)
        assert queries.case(session, taken).unit_id == office.units["county"]
        assert [unit.name for unit in permissions.units_to_register(session, office.clerk)] == ["base union"]


def test_another_county_sees_nothing(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        assert [c.id for c in queries.cases(session, office.clerk).items] == [case_id]
        assert [c.id for c in queries.cases(session, office.county_clerk).items] == [case_id]
        assert [c.id for c in queries.cases(session, office.province).items] == [case_id]
        assert queries.cases(session, office.stranger).items == ()
        with pytest.raises(errors.CaseNotFound):
            permissions.visible_case(session, office.stranger, case_id)
        assert permissions.visible_case(session, office.province, case_id).id == case_id
        with pytest.raises(errors.CaseNotFound):
            permissions.check_can_withdraw(session, office.stranger, case_id)
        with pytest.raises(errors.CannotWithdraw):
            permissions.check_can_withdraw(session, office.province, case_id)


def test_pages_follow_one_another(office: Office) -> None:
    with db.transaction() as session:
        made = [register(session, office, serial * 2) for serial in range(5)]
        first = queries.cases(session, office.clerk, limit=3)
        second = queries.cases(session, office.clerk, limit=3, after=first.next_after)
        assert [c.id for c in (*first.items, *second.items)] == sorted(made, reverse=True)
        assert second.next_after is None
        assert queries.cases(session, office.clerk, statuses=[Status.FILED]).items == ()


def test_accept_needs_all_papers_and_the_original_card(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        with pytest.raises(errors.PapersStillMissing) as caught:
            facts.record_accept(session, step(case_id, office, "accept", "complete", papers=("APPLICATION", "HUKOU")))
        assert "身份证复印件, 收入证明" in caught.value.message("zh")
        with pytest.raises(errors.IdCardNotChecked):
            facts.record_accept(
                session, step(case_id, office, "accept", "complete", papers=ALL_PAPERS, id_checked=False)
            )
        done = step(case_id, office, "accept", "complete", papers=ALL_PAPERS, id_checked=True)
        assert facts.record_accept(session, done) == {}
        assert queries.case(session, case_id).accepted_at == AT
        assert queries.missing_papers(session, case_id) == ()


def test_incomplete_is_asked_once_supplied_and_goes_on_where_it_was(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        asked = step(case_id, office, "accept", "incomplete", missing=("INCOME", "CAUSE"), opinion="缺两项")
        assert facts.record_accept(session, asked) == {"return_to": "accept"}
        with pytest.raises(errors.NothingListed):
            facts.record_supplement(session, step(case_id, office, "supplement", "supplied", supplied=()))
        supplied = step(case_id, office, "supplement", "supplied", supplied=("INCOME", "CAUSE"), note="已补",
                        files=({"name": "收入.pdf", "type": "application/pdf", "content": PDF},) * 2)  # fmt: skip
        assert facts.record_supplement(session, supplied) == {}
        (record,) = queries.returns(session, case_id)
        assert record.return_to == "accept"
        assert (record.papers, record.supplied, record.note, record.supplied_note) == (
            ("INCOME", "CAUSE"), ("INCOME", "CAUSE"), "缺两项", "已补",
        )  # fmt: skip
        (scan,) = queries.scans(session, case_id)
        assert queries.scan_content(session, case_id, scan.id) == PDF
        assert scan.name == "收入.pdf"
        rest = step(case_id, office, "accept", "complete", id_checked=True,
                    papers=("APPLICATION", "ID_COPY", "HUKOU", "CONSENT"))  # fmt: skip
        facts.record_accept(session, rest)


def test_a_later_step_returns_the_case_to_itself(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        facts.ask_for_papers(
            session, case_id, step="review", return_to="sums", papers_missing=("SUMS",), at=AT,
            asked_by=office.county_clerk.officer_id, reason="UNCLEAR",
        )  # fmt: skip
        supplied = step(case_id, office, "supplement", "supplied", supplied=("SUMS",))
        assert facts.record_supplement(session, supplied) == {}
        assert [record.return_to for record in queries.returns(session, case_id)] == ["sums"]


def test_who_joins_the_union_while_waiting_goes_on_with_the_same_application(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office, work_state="MIGRANT", union_member=False)
        assert not queries.profile(session, case_id).union_member
        joined = step(case_id, office, "supplement", "supplied", supplied=("MEMBERSHIP",))
        assert facts.record_supplement(session, joined) == {}
        assert [record.return_to for record in queries.returns(session, case_id)] == ["accept"]
        assert queries.profile(session, case_id).union_member
        assert queries.case(session, case_id).applied_on == date(2018, 11, 5)


def test_a_rejection_keeps_the_step_s_reason_and_repeats_harmlessly(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        with pytest.raises(errors.UnknownReason):
            facts.record_accept(session, step(case_id, office, "accept", "reject", reject_reason="BECAUSE"))
        facts.record_accept(
            session, step(case_id, office, "accept", "reject", reject_reason="OUT_OF_SCOPE", opinion="已退休")
        )
        for _ in range(2):
            facts.close_case(session, case_id, CaseOutcome.REJECTED, AT)
        record = queries.case(session, case_id)
        assert (record.status, record.reason, record.closed_at) == (Status.REJECTED, "OUT_OF_SCOPE", AT)
        assert queries.closing_note(session, case_id) == "已退休"
        with pytest.raises(IllegalTransition):
            facts.close_case(session, case_id, CaseOutcome.LAPSED, AT)
        with pytest.raises(errors.CaseIsOver):
            facts.record_supplement(session, step(case_id, office, "supplement", "supplied", supplied=("INCOME",)))


def test_who_withdraws_may_apply_again_with_the_same_household(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        with pytest.raises(errors.WithdrawalNeedsReason):
            facts.request_withdrawal(session, case_id, office.clerk, " ", AT)
        facts.request_withdrawal(session, case_id, office.clerk, "找到工作", AT)
        facts.close_case(session, case_id, CaseOutcome.WITHDRAWN, AT)
        again = register(session, office)
        first, second = queries.case(session, case_id), queries.case(session, again)
        assert first.reason == "WITHDRAWN"
        assert first.household_id == second.household_id
        assert second.case_no == "SL-621002-2018-000002"
        assert not queries.profile(session, again).files_elsewhere


def test_a_lapse_is_not_a_rejection(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        facts.propose_reason(session, case_id, "OVER_LINE")
        facts.close_case(session, case_id, CaseOutcome.LAPSED, AT)
        assert queries.case(session, case_id).reason == "NOT_SUPPLIED"


def test_a_filed_household_applying_again_is_a_duplicate_until_the_file_ends(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        facts.mark_filed(session, case_id, AT)
        facts.mark_filed(session, case_id, AT + timedelta(days=1))
        assert queries.case(session, case_id).closed_at == AT
        again = register(session, office)
        assert queries.profile(session, again).files_elsewhere
        assert queries.case(session, again).household_id != queries.case(session, case_id).household_id
        facts.mark_ended(session, case_id, AT)
        assert not queries.profile(session, again).files_elsewhere


def test_another_name_for_the_same_number_is_refused_and_leaves_nothing(office: Office) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        facts.close_case(session, case_id, CaseOutcome.WITHDRAWN, AT)
    with pytest.raises(NameDiffers), db.transaction() as session:
        register(session, office, name="赵彩红")
    with db.reading() as session:
        assert len(queries.cases(session, office.clerk).items) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications SET status = 'REJECTED'",
        "UPDATE applications SET status = 'FILED'",
        "UPDATE applications SET reason = 'OTHER'",
        "UPDATE applications SET closed_at = registered_at",
        "UPDATE applications SET status = 'REJECTED', closed_at = registered_at",
        "UPDATE applications SET status = 'FILED', closed_at = registered_at, reason = 'OTHER'",
        "UPDATE applications SET status = 'ENDED', closed_at = registered_at",
        "UPDATE applications SET status = 'GONE', closed_at = registered_at",
        "UPDATE applications SET accepted_at = registered_at",
    ],
)
def test_status_time_and_reason_cannot_contradict_each_other(office: Office, statement: str) -> None:
    with db.transaction() as session:
        register(session, office)
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(text(statement))


def test_nothing_personal_stands_in_the_file(office: Office, database: str) -> None:
    with db.transaction() as session:
        case_id = register(session, office)
        facts.record_accept(session, step(
            case_id, office, "accept", "incomplete", missing=("INCOME",), opinion="缺女儿的学费单",
            files=({"name": "赵彩虹.pdf", "type": "application/pdf", "content": PDF},),
        ))  # fmt: skip
        facts.propose_reason(session, case_id, "OTHER", "高血压病历不全")
    if not database.startswith("sqlite"):
        return
    db.disconnect()
    folder = Path(database.removeprefix("sqlite:///")).parent
    content = b"".join(path.read_bytes() for path in folder.glob("test.db*"))
    assert b"SL-621002-2018-000001" in content
    for secret in ("赵彩虹", "孙建国", "13893400017", "6228480402564890018", "南大街", "丈夫打零工", "春节慰问",
                   "缺女儿的学费单", "高血压", "scan of the household", values()["id_number"]):  # fmt: skip
        assert str(secret).encode() not in content, secret
