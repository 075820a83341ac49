"""The inbox shows what one's posts have to do; nobody else can touch it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from kit import clock, db
from kit.db import Session
from kit.errors import AppError
from tasks import facts, permissions, policies, queries
from tasks.errors import (
    ExcludedFromTask,
    NotYourTask,
    TaskAlreadyCompleted,
    TaskCancelled,
    TaskClaimedByAnother,
    TaskNotClaimed,
    TaskNotFound,
)
from tasks.records import NewWorkItem, RoutingFacts, SubjectFacts
from tasks.status import LIVE, WORK_ITEM, WorkItemState
from tests.support import offices
from tests.support.offices import Offices
from unions import facts as unions
from unions import queries as unions_queries
from unions.commands import NewStandIn
from unions.records import Actor
from unions.roles import Role

AT = datetime(2018, 11, 5, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def open_item(
    session: Session, tree: Offices, *, number: int = 1, excluded: Mapping[uuid.UUID, str] | None = None
) -> uuid.UUID:
    routing = RoutingFacts(
        tree["county"], "county union", tree["province"], tree["city"], tree["county"], "county", "reviewer",
        excluded or {},
    )  # fmt: skip
    new = NewWorkItem(
        process="intake", instance_id=uuid.uuid4(), key=f"review#{number}", step="review", label_zh="审核",
        label_en="Review", form="review", subject=SubjectFacts("case", uuid.uuid4(), f"SL-{number}", "李*"),
        routing=routing, due_at=AT + timedelta(days=number), provisional=False,
    )  # fmt: skip
    return facts.open_work_item(session, new, AT)


def completion(actor: Actor) -> facts.Completion:
    return facts.Completion(actor.officer_id, actor.name, None, None, "pass", "通过", "Pass", "fine", AT)


def test_the_inbox_shows_a_post_its_own_work_soonest_due_first_in_pages() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mine = offices.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        for number in (3, 1, 2):
            open_item(session, tree, number=number)
        first = queries.inbox(session, mine, limit=2)
        second = queries.inbox(session, mine, limit=2, after=first.next)
        assert [i.subject_no for i in (*first.items, *second.items)] == ["SL-1", "SL-2", "SL-3"]
        assert second.next is None
        assert queries.inbox_count(session, mine) == 3


@pytest.mark.parametrize("where", ["other", "base", "city"])
def test_the_same_role_elsewhere_sees_nothing_and_may_do_nothing(where: str) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        stranger = offices.officer(session, "stranger", (tree[where], Role.REVIEWER))
        item = queries.work_item(session, open_item(session, tree))
        assert queries.inbox(session, stranger).items == ()
        assert not permissions.may_act(stranger, item)
        with pytest.raises(NotYourTask) as refused:
            permissions.check_may_act(stranger, item, "complete")
        assert "county union" in refused.value.message("en")


def test_another_role_in_the_same_unit_may_do_nothing() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        clerk = offices.officer(session, "clerk", (tree["county"], Role.CLERK))
        item = queries.work_item(session, open_item(session, tree))
        with pytest.raises(NotYourTask):
            permissions.check_may_act(clerk, item, "claim")


def test_an_excluded_officer_neither_sees_nor_does_it() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mine = offices.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = queries.work_item(session, open_item(session, tree, excluded={mine.officer_id: "visited"}))
        assert queries.inbox(session, mine).items == ()
        with pytest.raises(ExcludedFromTask):
            permissions.check_may_act(mine, item, "complete")


def test_a_claimed_item_leaves_the_colleagues_inboxes_and_comes_back_on_release() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        one = offices.officer(session, "one", (tree["county"], Role.REVIEWER))
        two = offices.officer(session, "two", (tree["county"], Role.REVIEWER))
        item_id = open_item(session, tree)
        facts.claim(session, item_id, one.officer_id, AT)
        item = queries.work_item(session, item_id)
        assert [i.id for i in queries.inbox(session, one).items] == [item_id]
        assert queries.inbox(session, two).items == ()
        with pytest.raises(TaskClaimedByAnother) as refused:
            policies.check_can_work(item, two.officer_id, "complete", one.name)
        assert one.name in refused.value.message("zh")
        with pytest.raises(TaskNotClaimed):
            policies.check_can_release(item, two.officer_id)
        facts.release(session, item_id)
        assert [i.id for i in queries.inbox(session, two).items] == [item_id]


def test_the_claim_of_somebody_who_left_the_post_lapses() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        gone = offices.officer(session, "gone", (tree["county"], Role.REVIEWER))
        stays = offices.officer(session, "stays", (tree["county"], Role.REVIEWER))
        item_id = open_item(session, tree)
        facts.claim(session, item_id, gone.officer_id, AT)
        assert queries.inbox(session, stays).items == ()
        unions.end_post(session, gone.posts[0].post_id, offices.ON - timedelta(days=1), by="test")
        (item,) = queries.inbox(session, stays).items
        assert (item.state, item.assignee_id) == ("OPEN", None)
        policies.check_can_work(item, stays.officer_id, "claim")
        facts.claim(session, item_id, stays.officer_id, AT)
        assert queries.work_item(session, item_id).assignee_id == stays.officer_id


def test_a_stand_in_acts_until_the_letter_ends() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        chief = offices.officer(session, "chief", (tree["county"], Role.REVIEWER))
        deputy = offices.officer(session, "deputy", (tree["base"], Role.CLERK))
        unions.appoint_stand_in(
            session,
            NewStandIn(
                chief.posts[0].post_id, deputy.officer_id, "西工〔2018〕9号", date(2018, 11, 1), date(2018, 11, 9)
            ),
            by="test",
        )
        item = queries.work_item(session, open_item(session, tree))
        during = unions_queries.actor_for(session, deputy.officer_id, date(2018, 11, 9))
        after = unions_queries.actor_for(session, deputy.officer_id, date(2018, 11, 10))
        via = permissions.check_may_act(during, item, "complete").via
        assert via is not None
        assert via.officer_id == chief.officer_id
        assert not permissions.may_act(after, item)


def test_what_is_done_says_by_whom_and_cannot_be_done_again() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mine = offices.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item_id = open_item(session, tree)
        facts.complete(session, item_id, completion(mine))
        item = queries.work_item(session, item_id)
        assert queries.inbox(session, mine).items == ()
        assert [i.id for i in queries.done_by(session, mine).items] == [item_id]
        with pytest.raises(TaskAlreadyCompleted) as refused:
            policies.check_can_work(item, mine.officer_id, "complete")
        assert mine.name in refused.value.message("en")
        assert "2018-11-05 09:00" in refused.value.message("en")


def test_a_cancelled_item_says_that_the_process_went_another_way() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mine = offices.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = queries.work_item(session, open_item(session, tree))
        facts.cancel(session, item.instance_id, item.key, AT)
        with pytest.raises(TaskCancelled):
            policies.check_can_work(queries.work_item(session, item.id), mine.officer_id, "complete")
        with pytest.raises(TaskNotFound):
            queries.work_item(session, uuid.uuid4())


@pytest.mark.parametrize("state", list(WorkItemState))
@pytest.mark.parametrize("verb", WORK_ITEM.verbs)
def test_every_verb_in_every_state(state: WorkItemState, verb: str) -> None:
    legal = {
        ("OPEN", "claim"), ("OPEN", "complete"), ("OPEN", "cancel"),
        ("CLAIMED", "release"), ("CLAIMED", "complete"), ("CLAIMED", "cancel"),
    }  # fmt: skip
    assert WORK_ITEM.can(state, verb) == ((state, verb) in legal)
    if (state, verb) not in legal:
        with pytest.raises(AppError):
            WORK_ITEM.target(state, verb)
    assert set(LIVE) == {"OPEN", "CLAIMED"}
