"""Filing through the policy: sentences for what is missing, one number, one file a household."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from kit import clock, db
from kit.db import new_id
from kit.errors import AppError
from relief.eligibility.errors import NotDecidedYet
from relief.evidence import errors as evidence_errors
from relief.evidence import queries as evidence
from relief.files import facts as files
from relief.files import queries, sampling
from relief.files.errors import CaseClosed, CategoryDiffers, DecidedOut, FileNotFound, NotAccepted, PersonHasFile
from relief.files.status import FileStatus
from relief.intake import facts as intake
from relief.intake.status import CaseOutcome
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import World, day
from tests.unit.relief.files.scripts import add_persons, insert_file, run
from tests.unit.relief.intake import samples

pytestmark = pytest.mark.usefixtures("database")

AT = day(11, 21, 15)


def _file(world: World) -> str:
    with clock.frozen(AT), db.transaction() as session:
        return files.file_case(session, world.case_id, AT)


def _sums_and_decision(world: World) -> None:
    chain.sums(world)
    chain.decide(world)


def test_a_case_without_a_gate_is_refused_with_the_missing_record_by_name() -> None:
    """Scenario 14: a telephone interview only."""
    world = chain.case_at("home_visit")
    missing: list[tuple[str, type[AppError], str, Callable[..., object]]] = [
        ("home_visit", evidence_errors.NoVisitYet, "不入户调查不建档", chain.visit),
        ("sums", evidence_errors.NoStatementYet, "收支核算表", _sums_and_decision),
        ("deliberate", evidence_errors.NoDeliberationYet, "不集体研究不建档", chain.study),
        ("appraise", evidence_errors.NoAppraisalYet, "评议", chain.appraise),
        ("post_notice", evidence_errors.NoPublicityYet, "不公示公开不建档", chain.post),
        ("closed", evidence_errors.PublicityNotOver, "不公示公开不建档", chain.close),
        ("review", evidence_errors.NoReviewYet, "审核", chain.review),
        ("chair_sign", evidence_errors.NoSignatureYet, "工会主席不签字不建档", chain.sign),
        ("approve", evidence_errors.NoApprovalYet, "审批", chain.approve),
    ]
    for _step, kind, words, do in missing:
        with pytest.raises(kind) as refused:
            _file(world)
        assert words in refused.value.message("zh")
        do(world)
    assert _file(world) == "DA-621002-2018-000001"


def test_filing_twice_gives_the_same_number() -> None:
    world = chain.case_at(None)
    assert _file(world) == _file(world)
    with chain.reading() as session:
        assert session.execute(text("SELECT count(*) FROM hardship_files")).scalar_one() == 1
        assert queries.file_by_no(session, "da-621002-2018-000001").title == "赵*"
        (listed,) = queries.files_under(session, world.units["county"])
        assert listed.episode is not None
        assert listed.episode.groups == ("G3",)
        assert queries.files_under(session, world.units["other"]) == ()
        assert queries.files_under(session, world.units["province"], statuses=[FileStatus.CLOSED]) == ()
        with pytest.raises(FileNotFound):
            queries.file_by_no(session, "DA-0")


def test_evidence_that_changed_after_the_signature_is_not_filed() -> None:
    world = chain.case_at(None)
    with db.transaction() as session:
        session.execute(text("UPDATE visits SET persons = 3"))
        session.execute(text("DELETE FROM visit_visitors WHERE name = 'visitor2 name'"))
    with pytest.raises(evidence_errors.EvidenceChangedSinceSigning):
        _file(world)


def test_the_rules_decision_binds_the_appraisal() -> None:
    world = chain.walk(chain.begin(), until="sums")
    chain.sums(world)
    with db.transaction() as session, pytest.raises(NotDecidedYet):
        files.check_appraisal(session, world.case_id, "K2", "")
    chain.decide(world)
    with db.transaction() as session:
        with pytest.raises(CategoryDiffers) as differs:
            files.check_appraisal(session, world.case_id, "K3", "")
        files.check_appraisal(session, world.case_id, "K3", "上月遭遇车祸")
        files.check_appraisal(session, world.case_id, "K2", "")
    assert "低保边缘户" in differs.value.message("zh")


def test_a_household_that_the_rules_leave_out_is_not_filed() -> None:
    """Scenario 3: 150 % and a cent more, no event."""
    world = chain.walk(chain.begin(), until="sums")
    chain.sums(world, income=[{"kind": "wage", "amount": "27810.01", "period": "year", "source": "visited"}])
    for step in (chain.decide, chain.study, chain.appraise, chain.post, chain.close, chain.review, chain.sign):
        step(world)
    chain.approve(world)
    with pytest.raises(DecidedOut):
        _file(world)


def test_a_case_that_ends_while_its_notice_hangs_drops_its_episode_and_the_notice() -> None:
    world = chain.case_at("closed")
    with clock.frozen(day(11, 12)), db.transaction() as session:
        files.open_episode(session, world.case_id, day(11, 5))
        files.drop_episode(session, world.case_id, day(11, 12))
        files.drop_episode(session, world.case_id, day(11, 13))
        found = queries.episode_of_case(session, world.case_id)
        notice = evidence.evidence_of(session, world.case_id).publicity
    assert found is not None
    assert notice is not None
    assert (found.status, str(found.ended_on), notice.state) == ("DROPPED", "2018-11-12", "STOPPED")


def test_a_closed_or_unaccepted_case_is_not_filed() -> None:
    world = chain.case_at(None)
    with db.transaction() as session:
        other = chain.register(session, world.units, world.officers["clerk"], 50)
    with pytest.raises(NotAccepted):
        _file(World(world.units, world.officers, other))
    with db.transaction() as session:
        intake.close_case(session, world.case_id, CaseOutcome.WITHDRAWN, AT)
    with pytest.raises(CaseClosed):
        _file(world)


def test_somebody_in_an_active_file_is_in_no_second_one() -> None:
    """The daughter of a filed household applies with a household of her own."""
    world = chain.case_at(None)
    _file(world)
    daughter = samples.values()["members"][1]
    with clock.frozen(day(11, 22)), db.transaction() as session:
        other_id = chain.register(session, world.units, world.officers["clerk"], 50, members=(daughter,))
    other = World(world.units, world.officers, other_id)
    chain.accept(other)
    chain.walk(other)
    with pytest.raises(PersonHasFile) as refused:
        _file(other)
    assert "该户有 1 名成员已在档案 DA-621002-2018-000001 中" in refused.value.message("zh")
    assert "孙小雨" not in refused.value.message("zh")


def test_an_inherited_file_becomes_filed_through_the_gates_under_its_old_number() -> None:
    world = chain.case_at(None)
    file_id = new_id()
    with clock.frozen(AT), db.transaction() as session:
        add_persons(session, world, file_id)
        insert_file(session, world, file_id, "INHERITED", None, "DA-621002-2011-000815")
    assert _file(world) == "DA-621002-2011-000815"
    with chain.reading() as session:
        file = queries.file(session, file_id)
    assert file.episode is not None
    assert (file.status, file.episode.entry_path) == ("FILED", "INHERITED")


def test_a_household_that_fell_back_keeps_its_number_and_gets_a_new_episode() -> None:
    """Scenario 18: the file was lifted, the household comes back through the full chain."""
    world = chain.case_at(None)
    number = _file(world)
    with clock.frozen(day(11, 26)), db.transaction() as session:
        run(
            session,
            "UPDATE hardship_files SET status = 'EXITED', closed_on = :on, closing_code = 'EXIT'",
            on=date(2018, 11, 26),
        )
        run(session, "UPDATE episodes SET status = 'ENDED', ended_on = :on", on=date(2018, 11, 26))
        run(session, "UPDATE file_persons SET active = :no", no=False)
        intake.mark_ended(session, world.case_id, day(11, 26))
    with clock.frozen(day(11, 27)), db.transaction() as session:
        again = World(world.units, world.officers, chain.register(session, world.units, world.officers["clerk"]))
    chain.accept(again)
    chain.walk(again)
    assert _file(again) == number
    with chain.reading() as session:
        file = queries.file_by_no(session, number)
        assert session.execute(text("SELECT count(*) FROM episodes")).scalar_one() == 2
    assert file.episode is not None
    assert (file.status, file.closed_on, file.episode.case_id) == ("FILED", None, again.case_id)
    assert file.episode.entry_path == "RE_ENTER"


def test_the_episode_is_there_from_the_acceptance() -> None:
    world = chain.begin()
    with clock.frozen(day(11, 5)), db.transaction() as session:
        assert files.open_episode(session, world.case_id, day(11, 5)) == files.open_episode(session, world.case_id, AT)
        found = queries.episode_of_case(session, world.case_id)
        assert found is not None
        assert (found.status, found.file_id, found.opened_at) == ("CANDIDATE", None, day(11, 5))
        assert queries.file_of_case(session, world.case_id) is None


def test_the_draw_stays_and_can_be_repeated_from_its_seed() -> None:
    world = chain.begin()
    with clock.frozen(AT), db.transaction() as session:
        first = sampling.draw(session, world.case_id, AT)
    with clock.frozen(AT), db.transaction() as session:
        assert sampling.draw(session, world.case_id, day(12, 1)) is first
        drawn = queries.draw_of_case(session, world.case_id)
    assert drawn is not None
    assert (drawn.quarter, drawn.share_permille, drawn.sampled) == ("2018Q4", 300, first)
    ticket = sampling.ticket_of(drawn.seed, world.case_id)
    assert ticket == drawn.ticket
    assert sampling.is_drawn(ticket, 300) is first


def test_no_trigger_is_missing_and_a_dropped_one_is_named(database: str) -> None:
    with db.transaction() as session:
        assert queries.missing_triggers(session) == ()
        table = "" if database.startswith("sqlite") else " ON episodes"
        session.execute(text(f"DROP TRIGGER bangfu_gate_visit_insert{table}"))
        assert queries.missing_triggers(session) == ("bangfu_gate_visit_insert",)
