"""The columns of the two sheets: the fields of the web form, so that both ways in ask for the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kit.i18n import LANGUAGES, Text

_NOISE = re.compile(r"[\s*＊'’]|[(（][^)）]*[)）]")

APPLICANTS = Text("Applicants")
MEMBERS = Text("Household members")
EXAMPLE = Text("Example")
NOTES = Text("How to fill in")
LISTS = Text("Lists")


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    DIGITS = "digits"
    CODE = "code"
    CODES = "codes"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"


@dataclass(frozen=True)
class Column:
    """A column: the form's field, its header, what it holds, which code list it offers, and an example."""

    name: str
    header: Text
    kind: Kind = Kind.TEXT
    required: bool = False
    listed: str = ""
    example: str = ""
    note: Text = Text("")  # noqa: RUF009 - a frozen value

    @property
    def spellings(self) -> frozenset[str]:
        """The ways in which a header may be written, normalised."""
        return frozenset({normal(self.name), *(normal(self.header.render(language)) for language in LANGUAGES)})


def normal(header: str) -> str:
    """Return a header without blanks, stars, remarks in brackets and case."""
    return _NOISE.sub("", header).casefold()


_NUMBER = Text("Format the cells as text. Sex and date of birth are taken from the number.")
_YEARLY = Text("Yuan a year, with at most two decimals; empty if none.")
_SEVERAL = Text("Several are separated by commas or semicolons.")

COLUMNS: tuple[Column, ...] = (
    Column("unit_code", Text("Union's code"), required=True, example="621002-Q01",
           note=Text("The grassroots union that takes the application.")),
    Column("name", Text("Applicant's name"), required=True, example="NAME"),
    Column("id_number", Text("Applicant's ID number"), Kind.DIGITS, required=True, note=_NUMBER),
    Column("phone", Text("Phone"), Kind.DIGITS, required=True, example="13800000000"),
    Column("address", Text("Home address"), required=True),
    Column("work_state", Text("Work state"), Kind.CODE, required=True, listed="identity", example="LAID_OFF"),
    Column("employer", Text("Employer"), note=Text("Leave empty if there is none.")),
    Column("union_member", Text("Union member"), Kind.YES_NO, required=True, example="YES"),
    Column("hukou", Text("Household registration"), Kind.CODE, required=True, listed="hukou",
           example="NON_AGRICULTURAL"),
    Column("migrant", Text("Migrant worker"), Kind.YES_NO, example="NO"),
    Column("retired", Text("Retired with a pension of social insurance"), Kind.YES_NO, example="NO"),
    Column("restructured", Text("Employer restructured or stopped"), Kind.YES_NO, example="YES"),
    Column("contract_months", Text("Months worked"), Kind.INTEGER, example="24",
           note=Text("For migrant workers: months of the contract or of actual work.")),
    Column("health", Text("Health"), Kind.CODE, required=True, listed="health", example="HYPERTENSION"),
    Column("single_parent", Text("Single parent"), Kind.YES_NO, example="NO"),
    Column("on_dibao", Text("On dibao now"), Kind.YES_NO, example="NO"),
    Column("housing", Text("Housing"), Kind.CODE, required=True, listed="housing", example="PUBLIC_RENTED"),
    Column("assets", Text("Property"), Kind.CODES, listed="asset", note=_SEVERAL),
    Column("causes", Text("Causes of hardship"), Kind.CODES, required=True, listed="cause", example="R09,R03",
           note=_SEVERAL),
    Column("cause_text", Text("Description"), note=Text("At most 2,000 characters.")),
    Column("income", Text("Declared yearly income"), Kind.MONEY, required=True, example="24000",
           note=Text("Yuan a year of the whole household, without dibao and relief; 0 if there is none.")),
    Column("relief", Text("Relief received in the year"), Kind.MONEY, example="500", note=_YEARLY),
    Column("rent", Text("Rent"), Kind.MONEY, example="800", note=_YEARLY),
    Column("living", Text("Living costs"), Kind.MONEY, example="12000", note=_YEARLY),
    Column("medical", Text("Medical costs"), Kind.MONEY, example="6000", note=_YEARLY),
    Column("schooling", Text("Schooling costs"), Kind.MONEY, example="12000", note=_YEARLY),
    Column("consent_on", Text("Consent signed on"), Kind.DATE, required=True, example="2018-11-02",
           note=Text("The day on which every adult member had signed the authorisation to check the household's state.")),
    Column("applied_on", Text("Applied on"), Kind.DATE, example="2018-11-05",
           note=Text("The day of the import if empty.")),
    Column("origin", Text("Origin of the application"), Kind.CODE, listed="origin", example="APPLIED"),
    Column("bank_name", Text("Bank")),
    Column("bank_card", Text("Bank card number"), Kind.DIGITS, note=Text("Format the cells as text.")),
    Column("centre_reason", Text("Why the help centre takes it"),
           note=Text("Only when a county's help centre takes the application: why no grassroots union can.")),
)  # fmt: skip

MEMBER_COLUMNS: tuple[Column, ...] = (
    Column("applicant", Text("Applicant's ID number"), Kind.DIGITS, required=True,
           note=Text("The number as it stands in the applicants' sheet.")),
    Column("name", Text("Member's name"), required=True),
    Column("relation", Text("Relation to the applicant"), Kind.CODE, required=True, listed="relation",
           example="SPOUSE"),
    Column("id_number", Text("Member's ID number"), Kind.DIGITS, required=True, note=_NUMBER),
    Column("work_state", Text("Work state"), Kind.CODE, required=True, listed="identity", example="FLEXIBLE"),
    Column("health", Text("Health"), Kind.CODE, required=True, listed="health", example="GOOD"),
    Column("study_stage", Text("Stage of study"), Kind.CODE, listed="study_stage"),
)  # fmt: skip

MONEY_LINES: tuple[tuple[str, str, str], ...] = (
    ("income", "income", "other"),
    ("relief", "income", "relief"),
    ("rent", "expense", "rent"),
    ("living", "expense", "living"),
    ("medical", "expense", "medical"),
    ("schooling", "expense", "schooling"),
)
"""Column → direction and kind of the declared line that it becomes; all of them are yearly."""
