"""A person enters an applicant, and then as each next officer carries the case to a file number, in a browser."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser

from cli.demo_story import answer, application
from cli.journey import officer_ids
from kit import clock, db
from relief.files import queries as files
from relief.intake import queries as intake
from tests.support.browser import DESKTOP, PHONE, Person
from tests.support.site import Site
from workflows.instances import queries as instances

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
BEFORE_PUBLICITY = ("accept", "data_check", "home_visit", "sums", "deliberate", "appraise", "post_notice")
AFTER_PUBLICITY = ("review", "chair_sign", "approve")
SHOWN = {"home_visit": "visit-form", "sums": "sums-form", "chair_sign": "signature"}


def labels(language: str) -> dict[str, str]:
    """Return the names of the steps as the published diagram has them."""
    with db.reading() as session:
        definition = instances.load_definition(session, instances.current_definition(session, "intake").hash)
        return {e.id: e.name if language == "zh" else e.name_en for e in definition.elements.values()}


def case_no(person: Person) -> str:
    """Return the number of the case whose page is open."""
    case_id = uuid.UUID(person.page.url.partition("/cases/")[2].partition("?")[0])
    with db.reading() as session:
        return intake.case(session, case_id).case_no


def work(person: Person, number: str, step: str, label: str) -> None:
    """Do one step as its officer."""
    with db.reading():
        # Inside, because the demonstration's clock is known only inside a transaction.
        given = answer(step, clock.now(), officer_ids)
    person.log_in(given.login)
    person.open_task(number, label)
    person.choose(given.outcome)
    person.fill(given.values)
    person.say(given.opinion)
    if step in SHOWN:
        person.shot(SHOWN[step], whole=True)
    person.submit()
    person.expect_completed()


def move_on(person: Person, step: str) -> None:
    """Press a button of the demonstration's bar."""
    person.page.locator(f".demo-bar button[value={step}]").click()
    person.page.wait_for_load_state()


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh"), (PHONE, "en")], ids=["desktop-zh", "phone-en"])
def test_a_case_is_carried_to_its_file_number(
    running_site: Site, chromium: Browser, size: tuple[int, int], language: str
) -> None:
    person = Person(chromium, running_site.address, size, language)
    person.go("/login")
    person.shots("login")
    names = labels(language)
    person.log_in("xf-clerk")
    person.shot("inbox-empty")
    person.go("/applicants/new")
    with db.reading():
        today = clock.today().isoformat()
    person.fill({name: value for name, value in application(today).items() if value not in ("", [])})
    person.shot("application", whole=True)
    person.submit()
    person.page.wait_for_url("**/cases/*?told=registered")
    address, number = person.page.url.partition("?")[0], case_no(person)
    for step in BEFORE_PUBLICITY:
        work(person, number, step, names[step])
    person.page.goto(address)
    person.page.wait_for_selector("[data-shown]")
    person.shots("case", ready="[data-shown]")
    move_on(person, "week")
    move_on(person, "day")
    for step in AFTER_PUBLICITY:
        work(person, number, step, names[step])
        if step != "approve":
            move_on(person, "day")
    person.page.goto(address)
    person.page.wait_for_selector("[data-shown]")
    person.shots("case-filed", whole=True, ready="[data-shown]")
    person.see("6,800.00")
    with db.reading() as session:
        made = files.file_of_case(session, intake.case_by_no(session, number).id)
    assert made is not None
    person.see(made.file_no)
    assert person.troubles == []
