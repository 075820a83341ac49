"""Logging in, staying in, and being kept out."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from kit import clock, db
from tests.unit.unions import world
from tests.unit.unions.world import BY
from unions import errors, passwords, sessions
from unions.models import Officer
from unions.records import OfficerRecord
from unions.roles import Role
from unions.sessions import OfficerSession, SessionToken

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "correct horse battery"
IP = "10.1.2.3"
MINUTE = timedelta(minutes=1)


class _Watch:
    """Real time, as the test turns it."""

    def __init__(self) -> None:
        self.at = clock.real_now()

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> _Watch:
    made = _Watch()
    monkeypatch.setattr(clock, "real_now", made)
    return made


@pytest.fixture
def zhang(database: str) -> OfficerRecord:  # noqa: ARG001 -- the officer lives in it
    with db.transaction() as session:
        tree = world.plant(session)
        who = world.officer(session, "zhang", "张三")
        world.post(session, who, tree.xifeng, Role.CLERK)
        sessions.set_password(session, who.officer_id, PASSWORD, by=BY)
    return who


def _try(login: str, password: str, ip: str = IP) -> SessionToken | errors.LoginRefused:
    with db.transaction() as session:
        return sessions.log_in(session, login, password, ip)


def _enter() -> str:
    made = _try("zhang", PASSWORD)
    assert isinstance(made, SessionToken)
    return made.token


def test_the_right_password_opens_a_session_with_todays_posts(zhang: OfficerRecord) -> None:
    token = _enter()
    with db.reading() as session:
        actor = sessions.resolve(session, token)
        assert actor is not None
        assert (actor.officer_id, [post.role for post in actor.posts]) == (zhang.officer_id, [Role.CLERK])
        stored = session.scalars(select(OfficerSession.token_hash)).one()
    assert token.encode() not in stored
    assert token not in repr(_try("zhang", PASSWORD))


@pytest.mark.usefixtures("zhang")
def test_a_log_in_name_may_be_typed_in_capitals_and_with_blanks() -> None:
    assert isinstance(_try("  ZHANG ", PASSWORD), SessionToken)


@pytest.mark.usefixtures("zhang")
@pytest.mark.parametrize(
    ("login", "password"), [("zhang", "wrong"), ("nobody", PASSWORD), ("", ""), ("zhang", "x" * 5000)]
)
def test_wrong_and_unknown_get_the_same_answer(login: str, password: str) -> None:
    refused = _try(login, password)
    assert type(refused) is errors.WrongLogin
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(OfficerSession)) == 0


class _Counting:
    """The real hasher; it notes which algorithm and costs each check had."""

    def __init__(self, real: PasswordHasher) -> None:
        self.real = real
        self.costs: list[str] = []

    def verify(self, stored: str, password: str) -> bool:
        self.costs.append(stored.rsplit("$", 2)[0])
        return self.real.verify(stored, password)

    def hash(self, password: str) -> str:
        return self.real.hash(password)


@pytest.mark.usefixtures("zhang")
def test_an_unknown_login_costs_a_check_like_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = _Counting(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", counting)
    _try("zhang", "wrong")
    _try("nobody", "wrong")
    assert len(counting.costs) == 2
    assert counting.costs[0] == counting.costs[1]


def test_five_wrong_attempts_shut_a_login_for_a_quarter_of_an_hour(zhang: OfficerRecord, watch: _Watch) -> None:
    for turn in range(5):
        assert type(_try("zhang", "wrong", f"10.0.0.{turn}")) is errors.WrongLogin
    refused = _try("zhang", PASSWORD)
    assert isinstance(refused, errors.TooManyAttempts)
    assert refused.params == {"minutes": 15}
    watch.at += 14 * MINUTE
    assert isinstance(_try("zhang", PASSWORD), errors.TooManyAttempts)
    watch.at += MINUTE
    assert isinstance(_try("zhang", PASSWORD), SessionToken)
    assert zhang.login == "zhang"


@pytest.mark.usefixtures("zhang")
def test_unknown_logins_are_limited_too_so_that_the_limit_betrays_nothing() -> None:
    answers = [type(_try("nobody", "wrong")) for _ in range(6)]
    assert answers == [errors.WrongLogin] * 5 + [errors.TooManyAttempts]


@pytest.mark.usefixtures("zhang")
def test_a_right_password_forgets_the_wrong_ones() -> None:
    for _ in range(2):
        for _ in range(4):
            _try("zhang", "wrong")
        assert isinstance(_try("zhang", PASSWORD), SessionToken)


@pytest.mark.usefixtures("zhang")
@pytest.mark.parametrize(
    ("first", "second", "shut"),
    [("10.0.0.1", "10.0.0.2", False), ("2001:db8::1", "2001:db8::ffff", True), ("::ffff:10.0.0.1", "10.0.0.1", True)],
)
def test_an_address_that_guesses_many_logins_is_shut_out(
    first: str, second: str, shut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ATTEMPTS_PER_ADDRESS", 3)
    for turn in range(3):
        _try(f"guess{turn}", "wrong", first)
    assert isinstance(_try("zhang", PASSWORD, first), errors.TooManyAttempts)
    assert isinstance(_try("zhang", PASSWORD, second), errors.TooManyAttempts) is shut


@pytest.mark.usefixtures("zhang")
def test_guesses_sent_all_at_once_are_all_counted() -> None:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda: answers.append(_try("zhang", "wrong"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(answer, errors.WrongLogin) for answer in answers) == 5
    assert sum(isinstance(answer, errors.TooManyAttempts) for answer in answers) == 3


def _is_in(token: str) -> bool:
    with db.reading() as session:
        return sessions.resolve(session, token) is not None


@pytest.mark.usefixtures("zhang")
def test_an_idle_session_ends_and_a_used_one_slides(watch: _Watch) -> None:
    idle, used = _enter(), _enter()
    watch.at += sessions.IDLE - MINUTE
    with db.transaction() as session:
        live = sessions.find(session, used)
        assert live is not None
        assert live.slide_due
        sessions.slide(session, used)
    with db.reading() as session:
        live = sessions.find(session, used)
        assert live is not None
        assert not live.slide_due
    watch.at += MINUTE
    assert (_is_in(idle), _is_in(used)) == (False, True)


@pytest.mark.usefixtures("zhang")
def test_no_session_slides_past_twelve_hours(watch: _Watch) -> None:
    token = _enter()
    for _ in range(11):
        watch.at += 60 * MINUTE
        with db.transaction() as session:
            sessions.slide(session, token)
    watch.at += 60 * MINUTE - timedelta(seconds=1)
    assert _is_in(token)
    watch.at += timedelta(seconds=1)
    assert not _is_in(token)


@pytest.mark.usefixtures("zhang")
def test_moving_the_demonstrations_clock_logs_nobody_out() -> None:
    from kit import demo_clock

    token = _enter()
    with db.transaction() as session:
        demo_clock.move_on(session, timedelta(days=30))
    assert _is_in(token)


@pytest.mark.usefixtures("zhang")
def test_logging_out_ends_this_session_only() -> None:
    one, two = _enter(), _enter()
    with db.transaction() as session:
        sessions.log_out(session, one)
        sessions.log_out(session, "unknown")
    assert (_is_in(one), _is_in(two)) == (False, True)


def test_a_disabled_officer_is_out_at_once(zhang: OfficerRecord) -> None:
    token = _enter()
    with db.transaction() as session:
        sessions.disable_officer(session, zhang.officer_id, by=BY)
    assert not _is_in(token)
    assert type(_try("zhang", PASSWORD)) is errors.WrongLogin


@pytest.mark.usefixtures("zhang")
def test_a_form_of_another_session_is_refused() -> None:
    mine, other = _enter(), _enter()
    sessions.check_csrf(mine, sessions.csrf_token(mine))
    for given in (sessions.csrf_token(other), "", "伪造", mine):
        with pytest.raises(errors.FormExpired):
            sessions.check_csrf(mine, given)
    with pytest.raises(errors.FormExpired):
        sessions.check_csrf("", sessions.csrf_token(""))


def test_changing_the_password_ends_the_other_sessions(zhang: OfficerRecord) -> None:
    here, elsewhere = _enter(), _enter()
    with db.transaction() as session:
        with pytest.raises(errors.WrongLogin):
            sessions.change_password(session, zhang.officer_id, "wrong", "another good one", token=here)
        with pytest.raises(errors.PasswordTooWeak):
            sessions.change_password(session, zhang.officer_id, PASSWORD, "short", token=here)
        sessions.change_password(session, zhang.officer_id, PASSWORD, "another good one", token=here)
    assert (_is_in(here), _is_in(elsewhere)) == (True, False)
    assert type(_try("zhang", PASSWORD)) is errors.WrongLogin
    assert isinstance(_try("zhang", "another good one"), SessionToken)


def test_an_issued_password_works_until_the_first_log_in_and_is_hashed_anew_then(zhang: OfficerRecord) -> None:
    with db.transaction() as session:
        (issued,) = sessions.issue_passwords(session, ["zhang", "unknown"], by=BY)
        before = session.get_one(Officer, zhang.officer_id).password_hash
    assert issued.password not in repr(issued)
    assert isinstance(_try("zhang", issued.password), SessionToken)
    with db.transaction() as session:
        after = session.get_one(Officer, zhang.officer_id).password_hash
        assert after is not None
        assert after != before
        assert not passwords.is_outdated(after)
        assert sessions.issue_passwords(session, ["zhang"], by=BY) == ()
    assert isinstance(_try("zhang", issued.password), SessionToken)


def test_the_language_is_remembered(zhang: OfficerRecord) -> None:
    token = _enter()
    with db.transaction() as session:
        sessions.set_language(session, zhang.officer_id, "en")
        with pytest.raises(errors.UnknownLanguage):
            sessions.set_language(session, zhang.officer_id, "fr")
    with db.reading() as session:
        actor = sessions.resolve(session, token)
    assert actor is not None
    assert actor.language == "en"


@pytest.mark.usefixtures("zhang")
def test_expired_sessions_and_old_attempts_are_forgotten(watch: _Watch) -> None:
    _enter()
    _try("nobody", "wrong")
    watch.at += sessions.IDLE + MINUTE
    token = _enter()
    with db.transaction() as session:
        # One session, and the counts of two log-in names and one address.
        assert sessions.forget_expired(session) == 1 + 3
        assert sessions.forget_expired(session) == 0
    assert _is_in(token)
