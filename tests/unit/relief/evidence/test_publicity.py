"""The notice, its period, objections and what they do to the clock."""

from __future__ import annotations

from datetime import date

import pytest

from kit import clock, db
from relief.evidence import errors, queries
from relief.evidence import facts as evidence
from relief.evidence.objections import NewObjection
from relief.evidence.records import PublicityRecord
from relief.intake import queries as intake
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import World, day

pytestmark = pytest.mark.usefixtures("database")


def _posted(world: World) -> PublicityRecord:
    with chain.reading() as session:
        found = queries.evidence_of(session, world.case_id).publicity
    assert found is not None
    return found


def test_the_notice_names_nobody_in_full_and_counts_working_days() -> None:
    world = chain.case_at("post_notice")
    with chain.reading(day(11, 9)) as session:
        preview = queries.masked_notice(session, world.case_id)
    assert (preview.starts_on, preview.ends_on, preview.days) == (date(2018, 11, 9), date(2018, 11, 16), 5)
    assert "职工：赵*" in preview.text
    assert "困难类别：低保边缘户" in preview.text
    for secret in ("赵彩虹", "621002", "13893400017", "南大街", "高血压", "孙小雨", "6228"):
        assert secret not in preview.text
    chain.post(world, notice_text=preview.text)
    with chain.reading(day(11, 12)) as session:
        assert queries.masked_notice(session, world.case_id).text == preview.text
    assert _posted(world).text_sha256 == preview.sha256


def test_an_earlier_day_on_the_form_gains_nothing() -> None:
    world = chain.case_at("post_notice")
    with pytest.raises(errors.PostedBeforeStudy):
        chain.post(world, posted_on="2018-11-07")
    with pytest.raises(errors.NoticeWasChanged):
        chain.post(world, notice_text="赵彩虹，身份证号 621002")
    with pytest.raises(errors.PersonalDataInNotice):
        chain.post(world, place_unit="公告栏 13893400017")
    with chain.reading(day(11, 9)) as session:
        of_friday = queries.masked_notice(session, world.case_id).text
    chain.post(world, day(11, 12), posted_on="2018-11-09", notice_text=of_friday)
    assert (_posted(world).started_on, _posted(world).ends_on) == (date(2018, 11, 12), date(2018, 11, 19))


def test_the_publicity_ends_after_its_last_day_only_and_only_once() -> None:
    world = chain.case_at("closed")
    with pytest.raises(errors.PublicityNotOver) as early:
        chain.close(world, day(11, 16, 23))
    assert "最后一天是 2018-11-16" in early.value.message("zh")
    chain.close(world)
    chain.close(world, day(11, 18))
    closed_at = _posted(world).closed_at
    assert closed_at == day(11, 17, 0)


def test_a_holiday_is_counted_by_the_state_councils_calendar() -> None:
    """Posted on 2018-12-28, five working days end on 2019-01-07: 12-29 was a make-up day, 12-30 to 01-01 were free."""
    world = chain.case_at("post_notice")
    chain.post(world, day(12, 28))
    assert _posted(world).ends_on == date(2019, 1, 7)


def test_an_objection_stops_the_clock_and_the_whole_day_is_given_again() -> None:
    """Scenario 11: on day 3 of 5."""
    world = chain.case_at("closed")
    chain.object_(world, day(11, 14))
    with pytest.raises(errors.PublicityInterrupted):
        chain.close(world)
    with chain.reading(day(11, 19)) as session:
        gate = queries.gates(session, world.case_id)[2]
    assert str(gate.state) == "WAITING"
    with pytest.raises(errors.ObjectionOpen):
        chain.review(world)
    chain.handle(world, day(11, 20))
    # Monday and Tuesday were spent, three days are left after the 20th: the 21st, 22nd and 23rd.
    assert (_posted(world).state, _posted(world).ends_on) == ("POSTED", date(2018, 11, 23))
    chain.close(world, day(11, 24, 0))
    assert _posted(world).state == "CLOSED"


def test_whoever_visited_does_not_handle_the_objection() -> None:
    world = chain.case_at("closed")
    chain.object_(world, day(11, 14))
    with pytest.raises(errors.VisitorMayNotDoThis):
        chain.handle(world, day(11, 15), by="visitor2")
    with pytest.raises(errors.FindingBeforeObjection):
        chain.handle(world, day(11, 15), investigated_on="2018-11-13")


def test_an_upheld_objection_takes_the_notice_down_and_the_case_is_posted_again() -> None:
    world = chain.case_at("closed")
    chain.object_(world, day(11, 14))
    chain.object_(world, day(11, 15))
    chain.handle(world, day(11, 16), "upheld_recheck")
    assert _posted(world).state == "STOPPED"
    with pytest.raises(errors.NoOpenObjection):
        chain.handle(world, day(11, 16))
    with pytest.raises(errors.NothingIsPosted):
        chain.object_(world, day(11, 16))
    chain.visit(world, day(11, 19), visited_at="2018-11-19T09:00")
    chain.sums(world, day(11, 19))
    chain.study(world, day(11, 20))
    chain.appraise(world, day(11, 20))
    chain.post(world, day(11, 21))
    assert (_posted(world).state, _posted(world).started_on) == ("POSTED", date(2018, 11, 21))
    with chain.reading() as session:
        found = queries.evidence_of(session, world.case_id)
    assert [objection.state for objection in found.objections] == ["RECHECK", "RECHECK"]
    assert [each.state for each in found.earlier_publicities] == ["STOPPED"]


def test_an_upheld_objection_can_reject_the_case_with_its_reason() -> None:
    world = chain.case_at("closed")
    chain.object_(world, day(11, 14))
    chain.handle(world, day(11, 16), "upheld_reject", reject_reason="FALSE_DATA", opinion="确有商店，年利润三万元")
    with chain.reading() as session:
        assert intake.case(session, world.case_id).proposed_reason == "FALSE_DATA"


def test_an_objection_that_says_nothing_is_refused() -> None:
    world = chain.case_at("closed")
    with clock.frozen(day(11, 12)), db.transaction() as session:
        for kind, objection in (
            (errors.ObjectionTooShort, NewObjection("phone", "不行")),
            (errors.ChannelUnknown, NewObjection("pigeon", "这户人家开着商店")),
        ):
            with pytest.raises(kind):
                evidence.raise_objection(session, world.case_id, objection, None, day(11, 12))
