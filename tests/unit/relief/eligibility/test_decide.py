"""The acceptance scenarios (requirements 9) and every threshold to the fen, through the rule files themselves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from relief.eligibility.decide import decide, decide_category, decide_scope
from relief.eligibility.errors import NobodyInHousehold, NoLine, NoRuleSet, NotAnAmountOfTime, StillHardWithoutReason
from relief.eligibility.household import (
    Event,
    HouseholdFacts,
    Line,
    Means,
    Period,
    Retirement,
    Settings,
    Side,
    Standing,
)  # fmt: skip
from relief.eligibility.outcome import Category, CategoryDecision, Scope
from relief.eligibility.rulesets import FOLDER, rule_set
from relief.settings.ladder import ladder

ON = date(2018, 11, 5)
RULES = rule_set("621002", ON).rules
TEST_LINE = 60_000
ACCIDENT = (Event("accident", date(2018, 10, 10)),)


def earned(fen: int) -> tuple[Line, ...]:
    return (Line(Side.INCOME, "wage", fen, Period.YEAR),)


def category(
    income: int,
    persons: int = 3,
    *,
    line: int = TEST_LINE,
    causes: tuple[str, ...] = (),
    events: tuple[Event, ...] = (),
    settings: Settings | None = None,
    relieved: bool = False,
    reason: str = "",
    months: int = 0,
) -> CategoryDecision:
    means = Means(
        persons, line, earned(income), causes, events, relieved, bool(reason), reason, months
    )  # fmt: skip
    return decide_category(RULES, means, settings or Settings(), ON)


QINGYANG = Means(
    persons=3,
    line=51_500,
    lines=(
        Line(Side.EXPENSE, "rent", 80_000, Period.YEAR),
        Line(Side.EXPENSE, "living", 100_000, Period.MONTH),
        Line(Side.EXPENSE, "medical", 600_000, Period.YEAR),
        Line(Side.EXPENSE, "schooling", 1_200_000, Period.YEAR),
        Line(Side.INCOME, "wage", 200_000, Period.MONTH),
    ),
    causes=("illness", "schooling"),
)


def test_scenario_1_qingyang_lacks_6800_yuan_and_is_k2() -> None:
    made = decide(RULES, HouseholdFacts(Standing(), QINGYANG, ON))
    assert made.scope.scope is Scope.IN
    assert made.admitted
    decided = made.category
    assert decided is not None
    sums = decided.economics
    assert (sums.income, sums.expense, sums.gap) == (2_400_000, 3_080_000, 680_000)
    assert (sums.per_capita.numerator, sums.per_capita.denominator) == (2_400_000, 36)
    assert sums.per_capita.fraction == Fraction(24_000 * 100, 36)
    assert sums.ratio.fraction == Fraction(24_000, 36 * 515)
    assert (sums.per_capita_yuan, sums.percent) == ("666.67", "129.45")
    assert (decided.category, decided.statistics_cell) == (Category.K2, "03C")
    (sentence,) = decided.explanation
    assert "24,000.00 元高于低保线 18,540.00 元" in sentence.zh
    assert sentence.source.startswith("C9")
    assert len(made.explanation) == 2


def test_rent_by_the_month_would_not_give_the_newspapers_gap() -> None:
    lines = (Line(Side.EXPENSE, "rent", 80_000, Period.MONTH), *QINGYANG.lines[1:])
    made = decide_category(RULES, Means(3, 51_500, lines), Settings(), ON)
    assert made.economics.gap == 1_560_000


def test_scenario_2_exactly_150_percent_is_in() -> None:
    made = category(3_240_000, causes=("single_parent",))
    assert (made.category, made.reason) == (Category.K2, "up_to_150_percent")


def test_scenario_3_one_fen_over_150_percent_is_out_although_rounding_hides_it() -> None:
    made = category(3_240_001, causes=("single_parent",))
    assert (made.category, made.reason) == (Category.OUT, "over_150_percent")
    assert made.economics.per_capita_yuan == "900.00"
    assert made.economics.percent == "150.00"
    assert "over 150 %" in made.explanation[0].en
    assert "边缘困难登记" in made.explanation[0].zh


def test_scenario_4_exactly_300_percent_with_an_event_is_k3() -> None:
    made = category(8_640_000, 4, events=ACCIDENT)
    assert (made.category, made.statistics_cell) == (Category.K3, "03D")
    assert category(8_640_001, 4, events=ACCIDENT).reason == "over_300_percent"


def test_scenario_6_exactly_100_percent_is_k2_and_says_seed_gap() -> None:
    made = category(2_160_000, causes=("illness",))
    assert (made.category, made.reason) == (Category.K2, "exactly_line")
    assert "seed gap" in made.explanation[0].en.lower()
    assert "文件空白" in made.explanation[0].zh
    assert "C8/C9" in made.explanation[0].source


def test_scenario_11_profit_found_later_leads_out() -> None:
    assert category(2_520_000, causes=("illness",)).category is Category.K2
    made = category(5_520_000, causes=("illness",))
    assert (made.category, made.economics.percent) == (Category.OUT, "255.56")


def test_scenario_18_below_the_line_for_less_than_six_months_is_provisional() -> None:
    assert category(1_800_000).category is Category.K1P
    assert category(1_800_000).economics.percent == "83.33"


def test_scenario_24_a_migrant_joins_first_and_then_goes_on() -> None:
    means = Means(3, TEST_LINE, earned(2_376_000), causes=("illness",))
    waiting = decide(RULES, HouseholdFacts(Standing(migrant=True, union_member=False), means, ON))
    assert (waiting.scope.scope, waiting.scope.reason) == (Scope.NOT_YET, "join_union_first")
    assert waiting.category is None
    assert not waiting.admitted
    joined = decide(RULES, HouseholdFacts(Standing(migrant=True), means, ON))
    assert joined.category is not None
    assert (joined.category.category, joined.category.economics.percent) == (Category.K2, "110.00")


LINE_OF_YEAR = 12 * TEST_LINE * 3


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        (0, Category.K1P), (LINE_OF_YEAR - 1, Category.K1P), (LINE_OF_YEAR, Category.K2),
        (LINE_OF_YEAR + 1, Category.K2), (LINE_OF_YEAR * 3 // 2, Category.K2),
        (LINE_OF_YEAR * 3 // 2 + 1, Category.K3), (LINE_OF_YEAR * 3, Category.K3), (LINE_OF_YEAR * 3 + 1, Category.OUT),
    ],
)  # fmt: skip
def test_thresholds_hold_to_the_fen(income: int, expected: Category) -> None:
    assert category(income, causes=("illness",), events=ACCIDENT).category is expected


def test_without_a_cause_the_margin_of_the_line_is_out() -> None:
    assert category(LINE_OF_YEAR).reason == "no_cause"
    assert category(LINE_OF_YEAR + 1).reason == "no_cause"
    assert category(LINE_OF_YEAR + 1, causes=("R99",)).reason == "no_cause"


def test_below_the_line_after_relief_needs_the_committees_reason() -> None:
    assert category(0, relieved=True, reason="重病支出大").category is Category.K1
    assert category(0, relieved=True).reason == "relieved_not_hard"
    assert category(0, relieved=True, events=ACCIDENT).category is Category.K3
    assert category(0, months=6).category is Category.K1
    assert category(0, months=5).category is Category.K1P
    assert category(0, months=5, settings=Settings(months_below_required=5)).category is Category.K1


@pytest.mark.parametrize(
    ("kind", "on", "counts"),
    [
        ("accident", date(2017, 11, 5), True), ("accident", date(2017, 11, 4), False),
        ("accident", date(2018, 11, 5), True), ("accident", date(2018, 11, 6), False),
        ("other", date(2018, 10, 1), False), ("serious_illness", date(2018, 10, 1), True),
        ("sudden_event", date(2018, 10, 1), True),
    ],
)  # fmt: skip
def test_an_event_counts_for_twelve_months(kind: str, on: date, counts: bool) -> None:
    made = category(LINE_OF_YEAR * 2, events=(Event(kind, on),))
    assert (made.category is Category.K3) is counts


def test_a_jurisdiction_may_add_events_and_shorten_the_time() -> None:
    events = (Event("other", date(2018, 1, 1)),)
    assert (
        category(LINE_OF_YEAR * 2, events=events, settings=Settings(k3_other_causes=("other",))).category is Category.K3
    )
    short = Settings(k3_other_causes=("other",), event_months=6)
    assert category(LINE_OF_YEAR * 2, events=events, settings=short).category is Category.OUT


def test_relief_is_income_only_where_a_setting_says_so() -> None:
    lines = (*earned(2_000_000), Line(Side.RELIEF, "dibao", 10_000, Period.QUARTER))
    means = Means(3, TEST_LINE, lines)
    apart = decide_category(RULES, means, Settings(), ON).economics
    counted = decide_category(RULES, means, Settings(income_includes_relief=True), ON).economics
    assert (apart.income, apart.relief, counted.income) == (2_000_000, 40_000, 2_040_000)


@pytest.mark.parametrize(
    ("standing", "scope", "reason"),
    [
        (Standing(), Scope.IN, "in_scope"),
        (Standing(files_elsewhere=1, migrant=True, union_member=False), Scope.DUPLICATE, "file_elsewhere"),
        (Standing(union_member=False), Scope.IN, "in_scope"),
        (Standing(retirement=Retirement.SOCIALISED), Scope.OUT, "retired"),
        (Standing(retirement=Retirement.INTERNAL), Scope.IN, "in_scope"),
        (Standing(retirement=Retirement.EARLY), Scope.IN, "in_scope"),
        (Standing(employer_has_union=False), Scope.NOT_YET, "employer_without_union"),
        (Standing(employer_has_union=False, flexible_or_laid_off=True), Scope.IN, "in_scope"),
        (Standing(asset_flags=("CAR",)), Scope.REVIEW, "assets"),
    ],
)
def test_scope(standing: Standing, scope: Scope, reason: str) -> None:
    made = decide_scope(RULES, standing, Settings())
    assert (made.scope, made.reason) == (scope, reason)
    assert made.explanation[0].zh
    assert made.explanation[0].en


def test_rows_four_and_five_are_settings() -> None:
    off = Settings(retired_are_out=False, employer_union_required=False)
    assert decide_scope(RULES, Standing(retirement=Retirement.SOCIALISED), off).scope is Scope.IN
    assert decide_scope(RULES, Standing(employer_has_union=False), off).scope is Scope.IN


def test_facts_that_cannot_be_are_refused() -> None:
    with pytest.raises(NobodyInHousehold):
        Means(0, TEST_LINE, ())
    with pytest.raises(NoLine):
        Means(1, 0, ())
    with pytest.raises(NotAnAmountOfTime):
        Means(1, TEST_LINE, (), months_below=-1)
    with pytest.raises(StillHardWithoutReason):
        Means(1, TEST_LINE, (), still_hard=True, still_hard_reason=" ")


@given(
    income=st.integers(0, 10**9), persons=st.integers(1, 12), line=st.integers(1, 300_000),
    cause=st.booleans(), event=st.booleans(), relieved=st.booleans(), hard=st.booleans(), months=st.integers(0, 12),
)  # fmt: skip
def test_the_table_agrees_with_the_rule_in_words(
    income: int, persons: int, line: int, cause: bool, event: bool, relieved: bool, hard: bool, months: int
) -> None:
    """Decision 0.3.2, said once more with exact fractions."""
    ratio = Fraction(income, 12 * persons * line)
    if ratio < 1 and ((relieved and hard) or (not relieved and months >= 6)):
        expected = Category.K1
    elif ratio < 1 and not relieved:
        expected = Category.K1P
    elif 1 <= ratio <= Fraction(3, 2) and cause:
        expected = Category.K2
    elif ratio <= 3 and event:
        expected = Category.K3
    else:
        expected = Category.OUT
    made = category(
        income, persons, line=line, causes=("disability",) if cause else (), events=ACCIDENT if event else (),
        relieved=relieved, reason="x" if hard else "", months=months,
    )  # fmt: skip
    assert made.category is expected
    assert made.economics.ratio.fraction == ratio
    assert len(made.explanation) == 1


def test_rule_sets_are_found_by_place_and_day() -> None:
    assert list(ladder("621002001")) == ["621002001", "621002", "621000", "620000", "000000"]
    assert list(ladder("620000")) == ["620000", "000000"]
    found = rule_set("440500", date(2016, 9, 1))
    assert found.key == "rs-2016-st"
    with pytest.raises(NoRuleSet, match="2016-08-31"):
        rule_set("440500", date(2016, 8, 31))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.dmn")), ids=lambda path: path.name)
def test_rule_files_are_standard_and_every_rule_explains_itself(path: object) -> None:
    root = etree.parse(str(path)).getroot()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    shapes = {element.get("dmnElementRef") for element in root.iter("{*}DMNShape", "{*}DMNEdge")}
    assert shapes <= set(ids)
    drawn = root.iter("{*}decision", "{*}inputData", "{*}businessKnowledgeModel")
    assert {element.get("id") for element in drawn} <= shapes
    for table in root.iter("{*}decisionTable"):
        if table.get("hitPolicy") != "FIRST":
            continue
        assert [note.get("name") for note in table.iter("{*}annotation")] == ["zh", "en", "source"]
        for rule in table.iter("{*}rule"):
            notes = [note.findtext("{*}text") for note in rule.iter("{*}annotationEntry")]
            assert len(notes) == 3
            assert all(notes)
