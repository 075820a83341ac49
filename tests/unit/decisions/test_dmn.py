"""Decision tables: hit policies, refusals of bad files, and what an evaluation tells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decisions.dmn import DecisionFileRefused, DecisionUnknown, load
from decisions.dmn.errors import (
    BadCell,
    DecisionsInACircle,
    FileHasDoctype,
    FileNotDmn,
    FileNotXml,
    FileSaysSomethingTwice,
    FileTooLarge,
    InputMissing,
    InputNotListed,
    InputOfWrongType,
    OutputNotANumber,
    OutputNotListed,
    RulesDisagree,
    RulesOverlap,
    UnknownReference,
    UnsupportedElement,
    WrongTableShape,
)  # fmt: skip
from decisions.dmn.xml import LIMIT
from decisions.feel.errors import FeelBadValue, FeelLimit
from tests.unit.decisions.tables import NAMESPACE, file, number, table, text

OVERLAPPING = (("> 0", "10"), ("> 5", "30"), ("> 7", "20"))


def out(data: bytes, x: object) -> object:
    return load({"t.dmn": data}).evaluate("out", {"x": x}).value


@pytest.mark.parametrize(
    ("policy", "aggregation", "x", "expected"),
    [
        ("UNIQUE", "", 3, 10), ("UNIQUE", "", -1, None), ("FIRST", "", 8, 10), ("RULE ORDER", "", 8, [10, 30, 20]),
        ("COLLECT", "", 8, [10, 30, 20]), ("COLLECT", "", -1, []), ("COLLECT", "SUM", 8, 60),
        ("COLLECT", "SUM", -1, None), ("COLLECT", "MIN", 8, 10), ("COLLECT", "MAX", 8, 30), ("COLLECT", "COUNT", 8, 3),
        ("COLLECT", "COUNT", -1, 0), ("ANY", "", 3, 10),
    ],
)  # fmt: skip
def test_hit_policies(policy: str, aggregation: str, x: int, expected: object) -> None:
    assert out(table(policy, OVERLAPPING, aggregation=aggregation), x) == expected


@pytest.mark.parametrize(("policy", "expected"), [("PRIORITY", 30), ("OUTPUT ORDER", [30, 20, 10])])
def test_priorities_follow_the_listed_outputs(policy: str, expected: object) -> None:
    assert out(table(policy, OVERLAPPING, values="30, 20, 10"), 8) == expected


def test_a_unique_table_refuses_overlapping_rules_and_names_them() -> None:
    with pytest.raises(RulesOverlap, match=r'unique table "out".*rules 1, 2 apply'):
        out(table("UNIQUE", OVERLAPPING), 6)


def test_any_accepts_agreement_and_refuses_disagreement() -> None:
    assert out(table("ANY", (("> 0", "1"), ("> 5", "1"))), 6) == 1
    with pytest.raises(RulesDisagree):
        out(table("ANY", OVERLAPPING), 6)


def test_defaults_apply_only_where_no_rule_does() -> None:
    assert out(table("UNIQUE", (("> 5", "1"),), default="9"), 1) == 9
    assert out(table("COLLECT", (("> 5", "1"),), default="9"), 1) == [9]
    assert out(table("UNIQUE", (("> 5", "1"),), default="9"), 6) == 1


def test_outputs_that_cannot_be_ranked_or_added_are_refused() -> None:
    with pytest.raises(OutputNotListed):
        out(table("PRIORITY", OVERLAPPING, values="1, 2"), 8)
    with pytest.raises(OutputNotANumber):
        out(table("COLLECT", (("-", '"a"'), ("-", '"b"')), aggregation="SUM"), 8)


def test_inputs_must_be_given_exact_of_their_type_and_listed() -> None:
    rules = load({"t.dmn": table("UNIQUE", OVERLAPPING, allowed="[1..5]")})
    with pytest.raises(InputMissing, match='"x"'):
        rules.evaluate("out", {})
    with pytest.raises(InputOfWrongType, match='number, but it is "3"'):
        rules.evaluate("out", {"x": "3"})
    with pytest.raises(FeelBadValue):
        rules.evaluate("out", {"x": 3.0})
    with pytest.raises(InputNotListed):
        rules.evaluate("out", {"x": 9})
    with pytest.raises(DecisionUnknown, match='"other"'):
        rules.evaluate("other", {"x": 1})
    lenient = rules.evaluate("out", {"x": 9}, strict=False)
    assert lenient.value is None
    assert len(lenient.problems) == 1


def test_an_evaluation_tells_rule_sentence_source_inputs_and_hash() -> None:
    data = table("FIRST", OVERLAPPING, annotation="收入 {x:yuan} 元，两倍 {2 * x}")
    made = load({"t.dmn": data}).evaluate("out", {"x": 680_000})
    (hit,) = made.hits
    assert (hit.rule_id, hit.index) == ("r1", 1)
    assert made.explanation[0].zh == "收入 6,800.00 元，两倍 1360000"
    assert made.explanation[0].source == "C9"
    assert made.inputs_used == {"x": 680_000}
    assert made.outputs == {"out": 10}
    assert len(made.ruleset_hash) == 64
    assert load({"t.dmn": data}).hash == made.ruleset_hash != load({"u.dmn": data}).hash


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<definitions", FileNotXml),
        (b"", FileNotXml),
        (file("", head="<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), FileHasDoctype),
        (file("", head="<!DOCTYPE a>").decode().replace("UTF-8", "UTF-16").encode("utf-16"), FileHasDoctype),
        (file("", xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"), FileNotDmn),
        (b"<html/>", FileNotDmn),
        (b" " * (LIMIT + 1), FileTooLarge),
        (file(number("x") + number("x")), FileSaysSomethingTwice),
        (table("UNIQUE", (("> > 1", "1"),)), BadCell),
        (table("FIRST", (("-", "1"),), annotation="{1 +}"), BadCell),
        (table("UNIQUE", OVERLAPPING).replace(b'<inputEntry id="i1"><text>&gt; 0</text></inputEntry>', b""), WrongTableShape),
        (table("UNIQUE", OVERLAPPING).replace(b'href="#x"', b'href="#y"'), UnknownReference),
        (table("UNIQUE", OVERLAPPING).replace(b'requiredInput href="#x"', b'requiredDecision href="#out"'), DecisionsInACircle),
        (file('<decision id="a" name="a"><dmnScript/></decision>'), UnsupportedElement),
    ],
)  # fmt: skip
def test_bad_files_are_refused_by_name(data: bytes, error: type[DecisionFileRefused]) -> None:
    with pytest.raises(error) as refused:
        load({"bad.dmn": data})
    assert str(refused.value).startswith("Expected")
    assert "bad.dmn" in str(refused.value)


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324"])
def test_dmn_1_2_to_1_5_are_read(version: str) -> None:
    data = table("UNIQUE", OVERLAPPING)
    scheme = "http" if version == "20180521" else "https"
    xmlns = f"{scheme}{NAMESPACE.removeprefix('https').replace('20191111', version)}"
    assert out(data.replace(NAMESPACE.encode(), xmlns.encode()), 3) == 10


def _knowledge(body: str) -> bytes:
    return file(
        f'{number("x")}<decision id="out" name="out"><variable name="out"/>'
        '<informationRequirement><requiredInput href="#x"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'
        f"<literalExpression>{text('k(x)')}</literalExpression></decision>"
        '<businessKnowledgeModel id="k" name="k"><variable name="k"/><encapsulatedLogic>'
        f'<formalParameter name="n" typeRef="number"/><literalExpression>{text(body)}</literalExpression>'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )


def test_a_knowledge_model_may_call_itself_within_bounds() -> None:
    data = _knowledge("if n <= 1 then 1 else n * k(n - 1)")
    assert out(data, 10) == 3_628_800
    with pytest.raises(FeelLimit):
        out(data, 100_000)


def _literal(content: str) -> str:
    return f"<literalExpression>{text(content)}</literalExpression>"


def test_boxed_expressions() -> None:
    data = file(
        number("x") + '<decision id="out" name="out"><variable name="out"/>'
        '<informationRequirement><requiredInput href="#x"/></informationRequirement><context>'
        f'<contextEntry><variable name="half"/>{_literal("x / 2")}</contextEntry>'
        f'<contextEntry><variable name="all"/><list>{_literal("half")}{_literal("x")}</list></contextEntry>'
        f'<contextEntry><variable name="big"/><filter><in>{_literal("all")}</in><match>{_literal("item > half")}</match></filter></contextEntry>'
        f'<contextEntry><variable name="doubled"/><for iteratorVariable="i"><in>{_literal("all")}</in><return>{_literal("i * 2")}</return></for></contextEntry>'
        f'<contextEntry><variable name="some"/><some iteratorVariable="i"><in>{_literal("all")}</in><satisfies>{_literal("i = x")}</satisfies></some></contextEntry>'
        f'<contextEntry><variable name="word"/><conditional><if>{_literal("x > 1")}</if><then>{_literal("1")}</then><else>{_literal("0")}</else></conditional></contextEntry>'
        f'<contextEntry><variable name="grid"/><relation><column name="a"/><row>{_literal("x")}</row></relation></contextEntry>'
        "</context></decision>"
    )
    assert out(data, 5) == {
        "half": Decimal("2.5"), "all": [Decimal("2.5"), 5], "big": [5], "doubled": [5, 10], "some": True, "word": 1,
        "grid": [{"a": 5}],
    }  # fmt: skip
