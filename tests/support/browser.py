"""A person at a browser: logs in, fills in forms as the pages show them, signs with the mouse, looks at what it says."""

from __future__ import annotations

import math
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Locator, Page, expect, sync_playwright

from cli.demo_province import PASSWORD
from kit.settings import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Expected a Chromium for the browser tests, but found none on the PATH (chromium, chromium-browser, google-chrome). "
    "Install one, for example with: apt-get install chromium"
)
SCREENS = ROOT / "docs" / "images" / "screens"
DESKTOP, PHONE = (1366, 768), (390, 844)
PATIENCE_MS = 20_000


def chromium() -> str | None:
    """Return the path of the Chromium to use, or None when there is none; ``BANGFU_CHROMIUM`` names another one."""
    return os.environ.get("BANGFU_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    path = chromium()
    assert path, MISSING
    with sync_playwright() as playwright:
        # Containers have neither a user namespace for the sandbox nor a /dev/shm of any size.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"]
        made = playwright.chromium.launch(
            executable_path=path, args=arguments, env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
        )
        try:
            yield made
        finally:
            made.close()


@dataclass
class Person:
    """One officer's browser window. ``troubles`` collects what the console and the network complained about."""

    browser: Browser
    address: str
    size: tuple[int, int] = DESKTOP
    language: str = "zh"
    troubles: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        phone = self.size == PHONE
        context = self.browser.new_context(
            viewport={"width": self.size[0], "height": self.size[1]}, locale="zh-CN", has_touch=phone, is_mobile=phone
        )
        context.set_default_timeout(PATIENCE_MS)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def log_in(self, login: str, password: str = PASSWORD) -> None:
        """Log in; whoever was logged in before logs out first."""
        self.page.goto(self.address + "/inbox")
        if not self.page.url.partition("?")[0].endswith("/login"):
            self.page.locator("form[action='/logout'] button").click()
        if self.language == "en" and self.page.locator("button[name=language][value=en]").count():
            self.page.locator("button[name=language][value=en]").click()
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.locator("form[action='/login'] button[type=submit]").click()
        self.page.wait_for_url(lambda address: "/login" not in address)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)

    def open_task(self, case_no: str, label: str) -> None:
        """Open the to-do entry of a case by its step's name, from the table or from the cards of a phone."""
        self.go("/inbox")
        narrow = self.size == PHONE
        entries = self.page.locator(".cards .card-row" if narrow else ".list-table tbody tr")
        entry = entries.filter(has_text=case_no).filter(has_text=label).first
        entry.locator(".title a" if narrow else "a.title").click()
        self.page.wait_for_selector("form[data-outcomes]")

    def choose(self, outcome: str) -> None:
        """Choose an outcome."""
        self.page.locator(f"input[name=outcome][value={outcome}]").check()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in a form's fields, each as a person would."""
        for name, value in values.items():
            self._fill_field(name, value)

    def say(self, opinion: str) -> None:
        """Write an opinion."""
        self.page.fill("#f-opinion", opinion)

    def submit(self) -> None:
        """Send the form on the page."""
        self.page.locator("main form.card button[type=submit]").click()

    def expect_completed(self) -> None:
        """Expect the page that says the task is completed; what the form complains about instead is the failure."""
        done = self.page.get_by_text(re.compile("此项已办结|This task is completed"))
        try:
            expect(done).to_be_visible(timeout=PATIENCE_MS)
        except AssertionError as error:
            faults = self.page.locator("#form-faults:not(:empty), #send-trouble:not([hidden])")
            raise AssertionError("; ".join(faults.all_inner_texts()) or str(error)) from error

    def sign(self, name: str) -> None:
        """Draw a signature with the mouse or the finger."""
        canvas = self.page.locator(f"#f-{name}")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for start, loops, slope in ((0.16, 1.5, 0.1), (0.4, 2.5, -0.06), (0.68, 1.5, 0.16)):
            for number in range(25):
                turn = 2 * math.pi * loops * number / 24
                x = start + 0.16 * number / 24 + 0.035 * math.sin(turn)
                y = 0.5 + 0.2 * math.cos(turn) + slope * number / 24
                mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
                if number == 0:
                    mouse.down()
            mouse.up()

    def see(self, text: str) -> None:
        """Expect a text on the page."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)

    def shot(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the page for the guides, when the run is to renew them (``BANGFU_SCREENS=1``)."""
        if os.environ.get("BANGFU_SCREENS") != "1":
            return
        SCREENS.mkdir(parents=True, exist_ok=True)
        kind = "phone" if self.size == PHONE else "desktop"
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("window.scrollTo(0, 0)")
        width, height = self.size
        if whole:
            # A window as high as the page: what sticks to its edges stands at the edges of the picture.
            height = int(self.page.evaluate("document.documentElement.scrollHeight"))
            self.page.set_viewport_size({"width": width, "height": height})
        self.page.screenshot(path=SCREENS / f"{name}-{kind}-{self.language}.png")
        self.page.set_viewport_size({"width": width, "height": self.size[1]})

    def shots(self, name: str, *, whole: bool = False, ready: str = "main") -> None:
        """Keep a picture of a page in both languages; ``ready`` is what must be there first."""
        if os.environ.get("BANGFU_SCREENS") != "1":
            return
        own = self.language
        for language in ("en", "zh") if own == "zh" else ("zh", "en"):
            self.language = language
            self.page.context.add_cookies([{"name": "bangfu_language", "value": language, "url": self.address}])
            self.page.reload()
            self.page.wait_for_selector(ready)
            self.shot(name, whole=whole)
        self.language = own

    def _fill_field(self, name: str, value: Any) -> None:
        field = self.page.locator(f"[name='{name}']")
        if isinstance(value, str) and value.startswith("data:image/"):
            self.sign(name)
        elif isinstance(value, bool):
            self.page.locator(f"input[name='{name}'][value={str(value).lower()}]").check()
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            if "content" in value[0]:
                field.set_input_files([_payload(file) for file in value])
            else:
                self._fill_rows(name, value)
        elif isinstance(value, list):
            for each in value:
                self.page.locator(f"input[name='{name}'][value='{each}']").check()
        elif field.first.get_attribute("type") == "radio":
            self.page.locator(f"input[name='{name}'][value='{value}']").check()
        elif field.first.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def _fill_rows(self, name: str, rows: Sequence[Mapping[str, str]]) -> None:
        table: Locator = self.page.locator(f"[data-lines='{name}']")
        for number, row in enumerate(rows):
            if table.locator("[data-row]").count() <= number:
                table.locator("[data-add]").click()
            line = table.locator("[data-row]").nth(number)
            for column, value in row.items():
                cell = line.locator(f"[data-column='{column}']")
                if cell.evaluate("element => element.tagName") == "SELECT":
                    cell.select_option(value)
                else:
                    cell.fill(value)


def _payload(file: Mapping[str, Any]) -> FilePayload:
    return {"name": str(file["name"]), "mimeType": str(file["type"]), "buffer": bytes(file["content"])}


def screens_folder() -> Path:
    """Return where pictures for the guides are kept."""
    return SCREENS
