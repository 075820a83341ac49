"""What only a browser shows: faults in place, nothing lost, one completion per double click, sums as one types."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Browser, expect

from cli.demo_story import answer
from cli.journey import officer_ids
from kit import clock, db
from tasks import queries as worklist
from tests.support import cases
from tests.support.browser import PHONE, Person
from tests.support.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def open_form(person: Person, case_id: uuid.UUID, step: str) -> None:
    """Open the form of a step as its officer."""
    with db.reading():
        given = answer(step, clock.now(), officer_ids)
    person.log_in(given.login)
    person.go(f"/tasks/{cases.item_of(case_id, step).id}")
    person.page.wait_for_selector("form[data-outcomes]")


def test_a_form_keeps_everything_through_faults_and_a_lost_session(running_site: Site, chromium: Browser) -> None:
    case_id = cases.case_at("home_visit")
    person = Person(chromium, running_site.address, PHONE)
    open_form(person, case_id, "home_visit")
    page = person.page
    with db.reading():
        given = answer("home_visit", clock.now(), officer_ids)
    person.choose("done")
    person.fill({name: value for name, value in given.values.items() if name != "needs"})
    person.submit()
    # The fault stands beside its field and in the summary, which has the focus; all else is as it was entered.
    expect(page.locator("#f-needs-fault")).not_to_be_empty()
    expect(page.locator("#form-faults")).to_be_focused()
    expect(page.locator("[name=place]")).to_have_value("安定东路公租房")
    expect(page.locator("#f-photos-list li")).to_have_count(1)
    assert page.locator("[name=household_signature]").input_value().startswith("data:image/png;base64,")
    person.fill({"needs": "希望稳定的运输活"})
    # The session ends meanwhile: the page says so, and what was entered is still there afterwards.
    (kept,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "bangfu_session"]
    page.context.clear_cookies(name="bangfu_session")
    person.submit()
    expect(page.locator("[data-trouble=session]")).to_be_visible()
    page.context.add_cookies([{"name": "bangfu_session", "value": kept, "url": person.address}])
    person.submit()
    person.expect_completed()
    assert [t for t in person.troubles if "401" not in t and "422" not in t and "403" not in t] == []


def test_a_double_click_completes_once(running_site: Site, chromium: Browser) -> None:
    case_id = cases.case_at("accept")
    person = Person(chromium, running_site.address)
    open_form(person, case_id, "accept")
    with db.reading():
        given = answer("accept", clock.now(), officer_ids)
    person.choose(given.outcome)
    person.fill(given.values)
    person.page.locator("main form.card button[type=submit]").dblclick()
    person.expect_completed()
    with db.reading() as session:
        done = [item for item in worklist.for_subject(session, case_id) if item.step == "accept"]
    assert [item.done_by_name for item in done] == ["马晓燕"]


def test_sums_follow_the_typing_and_amounts_are_grouped(running_site: Site, chromium: Browser) -> None:
    case_id = cases.case_at("sums")
    person = Person(chromium, running_site.address)
    open_form(person, case_id, "sums")
    page = person.page
    totals = page.locator("[data-totals]")
    expect(totals.locator("[data-total=gap]")).to_have_text("6,800.00")
    amount = page.locator("[name='expense.1.amount']")
    amount.fill("１５００.5")
    expect(totals.locator("[data-total=expense]")).to_have_text("36,806.00")
    amount.blur()
    expect(amount).to_have_value("1,500.50")
    table = page.locator("[data-lines=income]")
    table.locator("[data-add]").click()
    row = table.locator("[data-row]").last
    row.locator("[data-column=kind]").select_option("dibao")
    row.locator("[data-column=amount]").fill("100")
    row.locator("[data-column=period]").select_option("quarter")
    expect(totals.locator("[data-total=relief]")).to_have_text("400.00")
    expect(totals.locator("[data-total=income]")).to_have_text("24,000.00")
    row.locator("[data-remove]").click()
    expect(totals.locator("[data-total=relief]")).to_have_text("0.00")
    assert person.troubles == []


def test_the_outcome_decides_which_fields_are_asked_for(running_site: Site, chromium: Browser) -> None:
    case_id = cases.case_at("accept")
    person = Person(chromium, running_site.address)
    open_form(person, case_id, "accept")
    page = person.page
    person.choose("reject")
    expect(page.locator("[data-field=papers]")).to_be_hidden()
    expect(page.locator("[data-field=reject_reason]")).to_be_visible()
    page.get_by_role("button", name="不符合条件，不予建档。").click()
    expect(page.locator("#f-opinion")).to_have_value("不符合条件，不予建档。")
    person.choose("complete")
    expect(page.locator("[data-field=papers]")).to_be_visible()
    expect(page.locator("[data-field=reject_reason]")).to_be_hidden()
    assert person.troubles == []


def test_the_diagram_says_who_holds_a_step_and_the_keys_move_through_a_list(
    running_site: Site, chromium: Browser
) -> None:
    case_id = cases.case_at("sums")
    person = Person(chromium, running_site.address, language="en")
    person.log_in("xf-clerk")
    person.go(f"/cases/{case_id}")
    page = person.page
    page.wait_for_selector("[data-shown]")
    expect(page.locator(".step-badge-current, .step-badge-late").first).to_be_attached()
    expect(page.locator("[data-element-id=sums] text")).to_have_text(re.compile("sums", re.IGNORECASE))
    page.locator("[data-zoom=whole]").click()
    page.locator("[data-element-id=approve] .djs-hit").first.click(force=True)
    expect(page.locator("#about-step")).to_contain_text("孙秀英")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    person.go("/inbox")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")
    person.go("/cases")
    page.keyboard.press("/")
    expect(page.locator("#no")).to_be_focused()
    assert person.troubles == []
