from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from workflows.engine.errors import DefinitionRefused
from workflows.operations.check_definition import check_definition
from workflows.operations.publish_definition import freeze_paths
from workflows.services.table import SERVICES

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "bpmn" / "intake", tmp_path / "intake"))


def change(folder: Path, form: str, change: dict[str, Any]) -> None:
    path = folder / "forms" / f"{form}.json"
    content = json.loads(path.read_text("utf-8"))
    content["fields"][0].update(change)
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("folder", ["intake", "campaign"])
def test_what_is_shipped_may_be_published(folder: str) -> None:
    report = check_definition([ROOT / "bpmn" / folder], SERVICES)
    assert [str(finding.text) for finding in report.findings] == []
    assert freeze_paths([ROOT / "bpmn" / folder], SERVICES).hash


def test_a_misspelt_key_of_a_form_is_found(intake: Path) -> None:
    change(intake, "accept", {"requierd": True})
    [finding] = check_definition([intake], SERVICES).findings
    assert finding.file == "forms/accept.json"
    assert '"requierd" is not known' in finding.text.render("en")
    with pytest.raises(DefinitionRefused):
        freeze_paths([intake], SERVICES)


def test_a_field_required_with_an_outcome_that_nobody_offers_is_found(intake: Path) -> None:
    change(intake, "review", {"required": ["passed"]})
    [finding] = check_definition([intake], SERVICES).findings
    assert (finding.rule, finding.element_id) == ("form-outcome", "review")
    assert "passed" in finding.text.render("zh")


def test_a_form_under_another_name_is_found(intake: Path) -> None:
    (intake / "forms" / "extra.json").write_bytes((intake / "forms" / "sums.json").read_bytes())
    findings = check_definition([intake], SERVICES).findings
    assert [(finding.file, finding.rule) for finding in findings] == [("forms/extra.json", "form")]


def test_files_that_do_not_exist_are_a_finding(tmp_path: Path) -> None:
    [finding] = check_definition([tmp_path / "nothing"], SERVICES).findings
    assert finding.rule == "no-file"
