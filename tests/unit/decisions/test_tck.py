"""The public DMN TCK, run from where it lies; our own cases stand beside it, so that the suite never rests on it alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from decisions.dmn.tck import folders, run_folder

ROOT = Path(os.environ.get("BANGFU_DMN_TCK", Path(__file__).resolve().parents[4] / "shared" / "testdata" / "dmn-tck"))
FOUND = folders(ROOT) if ROOT.is_dir() else []

CASE = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>own.dmn</modelName>
  <testCase id="1">
    <inputNode name="x"><value xsi:type="xsd:decimal">{given}</value></inputNode>
    <resultNode name="out" type="decision"><expected><value xsi:type="xsd:decimal">{expected}</value></expected></resultNode>
  </testCase>
</testCases>"""


@pytest.mark.parametrize("folder", FOUND, ids=[folder.name for folder in FOUND])
def test_every_case_of_the_tck_passes(folder: Path) -> None:
    results = list(run_folder(folder))
    passed = sum(result.passed for result in results)
    print(f"{folder.name}: {passed}/{len(results)}")  # noqa: T201  # the count is what a reader of the log wants
    assert results
    assert [f"{each.case} {each.decision}: {each.detail}" for each in results if not each.passed] == []


@pytest.mark.parametrize(("expected", "passes"), [(10, True), (11, False)])
def test_the_runner_tells_right_from_wrong(tmp_path: Path, expected: int, passes: bool) -> None:
    from tests.unit.decisions.tables import table

    (tmp_path / "own.dmn").write_bytes(table("UNIQUE", (("> 0", "10"),)))
    (tmp_path / "own-test-01.xml").write_text(CASE.format(given=3, expected=expected), encoding="utf-8")
    assert folders(tmp_path) == [tmp_path]
    (result,) = run_folder(tmp_path)
    assert result.passed is passes
    assert bool(result.detail) is not passes


def test_a_model_that_is_refused_fails_its_cases_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "own.dmn").write_bytes(b"<nothing/>")
    (tmp_path / "own-test-01.xml").write_text(CASE.format(given=3, expected=10), encoding="utf-8")
    (result,) = run_folder(tmp_path)
    assert not result.passed
    assert "Expected DMN 1.2 to 1.5" in result.detail
