"""The to-do list with work of every urgency: soonest first, each with a word beside its colour, refreshed by itself."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser, expect

from cli import journey
from cli.demo_story import application, id_number
from kit import clock, db
from relief.intake.registration import from_values
from tests.support.browser import DESKTOP, PHONE, Person
from tests.support.site import Site
from workflows import forms
from workflows.operations.start_case import StartCase, start_case
from workflows.services.table import SERVICES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
PEOPLE = (
    ("李桂兰", "621002197105060"),
    ("张建国", "621002196809110"),
    ("王秀珍", "621002197911230"),
    ("刘志华", "621002198203040"),
)


def register(name: str, birth: str) -> uuid.UUID:
    """Register somebody who lives alone at the factory's union."""
    form = forms.load((journey.INTAKE / "forms" / "application.json").read_bytes())
    actor = journey.actor("xf-clerk")
    with db.transaction() as session:
        entered = application(clock.today().isoformat())
        entered |= {"name": name, "id_number": id_number(birth, "25"), "members": []}
        registration = from_values(forms.validate(form, entered, ""), unit_id=actor.posts[0].unit_id)
        return start_case(session, StartCase(registration, actor), SERVICES)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_soonest_stands_first_and_new_work_appears_by_itself(
    running_site: Site, chromium: Browser, size: tuple[int, int]
) -> None:
    for name, birth in PEOPLE[:3]:
        register(name, birth)
        journey.next_working_day()
        journey.next_working_day()
    person = Person(chromium, running_site.address, size)
    person.log_in("xf-clerk")
    rows = person.page.locator(".cards .card-row" if size == PHONE else ".list-table tbody tr")
    expect(rows).to_have_count(3)
    for row, who, word in zip(range(3), ("李*", "张*", "王*"), ("逾期", "逾期", "将到期"), strict=True):
        expect(rows.nth(row)).to_contain_text(who)
        expect(rows.nth(row)).to_contain_text(word)
    register(*PEOPLE[3])
    expect(rows).to_have_count(4, timeout=40_000)
    expect(rows.nth(3)).to_contain_text("正常")
    person.shots("inbox")
    rows.nth(0).get_by_role("button", name="签收").click()
    person.see("已签收")
    person.go("/inbox")
    expect(rows.nth(0)).to_contain_text("您已签收")
    assert person.troubles == []
