"""Publishing survives whatever is uploaded, and freezes what passed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.workflows.engine.drawing import (
    CATALOGUE,
    bf,
    doc,
    el,
    end,
    ext,
    flows,
    proc,
    start,
    sub,
    task,
    user,
)
from tests.unit.workflows.engine.intake_like import intake
from workflows.engine import checking, publish
from workflows.engine.checking import check_files
from workflows.engine.definition import cached, digest, load
from workflows.engine.diagram import read_model
from workflows.engine.errors import DefinitionRefused
from workflows.engine.findings import Report
from workflows.engine.publish import check, check_paths, freeze
from workflows.engine.xml import MAX_BYTES, parse_xml, tag

GOOD = doc(proc(start() + user("a") + end() + flows("s", "a", "e"))).decode()


def rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def one(data: bytes | str, **options: float) -> Report:
    text = data.encode() if isinstance(data, str) else data
    return check({"p.bpmn": text}, CATALOGUE, profile="bpmn", **options)


def read(data: bytes | str) -> Report:
    """Check in this process: what is hostile only to an XML parser is refused before any engine sees it."""
    text = data.encode() if isinstance(data, str) else data
    return check_files({"p.bpmn": text}, CATALOGUE, "bpmn")


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("rule", "prefix", "inside"),
    [
        ("doctype", "<!DOCTYPE x>", ""),
        ("doctype", '<!DOCTYPE x [<!ENTITY e "harmless">]>', "&e;"),
        ("doctype", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        ("doctype", '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">', ""),
        ("doctype", '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:1/x"> %e;]>', ""),
        ("doctype", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>', "&b;" * 50),
    ],
)
def test_doctypes_and_entities_are_refused(rule: str, prefix: str, inside: str) -> None:
    report = read(
        prefix + GOOD.replace("</bpmn:process>", f"<bpmn:documentation>{inside}</bpmn:documentation></bpmn:process>")
    )
    assert rules(report) in ([rule], ["xml"])
    assert "root:" not in report.findings[0].text.render("en")


def test_a_billion_laughs_is_refused() -> None:
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    assert rules(read(f"<!DOCTYPE x [{entities}]>" + GOOD.replace('name="P"', 'name="&l9;"'))) in (["doctype"], ["xml"])


@pytest.mark.parametrize("data", [b"", b"<", b"\x00\xff", b"not xml", b"<a/>", b"<a><b></a>", "<a>".encode("utf-16")])
def test_what_is_not_a_diagram_is_refused(data: bytes) -> None:
    assert rules(read(data))[0] in {"xml", "not-bpmn"}


def test_nesting_without_end_is_refused() -> None:
    deep = GOOD.replace("</bpmn:process>", "<bpmn:subProcess>" * 5000 + "</bpmn:subProcess>" * 5000 + "</bpmn:process>")
    assert rules(read(deep)) == ["xml"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert rules(read(b"<a>" + b" " * MAX_BYTES)) == ["file-size"]
    (tmp_path / "big.bpmn").write_bytes(b" " * (MAX_BYTES + 1))
    assert rules(check_paths([tmp_path], CATALOGUE)) == ["file-size"]


def test_a_check_that_hangs_becomes_a_finding() -> None:
    # The catastrophic case is out of reach by now, so the child gets no time at all.
    report = one(GOOD, timeout=0.01)
    assert rules(report) == ["check-timeout"]


def test_a_check_that_never_ends_is_killed_by_its_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run
    spin = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"

    def endless(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        return real([command[0], "-c", spin], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "run", endless)
    assert rules(one(GOOD)) == ["check-timeout"]


def test_a_check_that_crashes_becomes_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run

    def crash(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        return real([command[0], "-c", "import os; os.abort()"], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "run", crash)
    assert rules(one(GOOD)) == ["check-crash"]


def test_a_chain_that_the_engine_cannot_parse_is_refused_in_time() -> None:
    chain = [f"t{i}" for i in range(1500)]
    text = doc(proc(start() + "".join(user(name) for name in chain) + end() + flows("s", *chain, "e")))
    assert rules(one(text)) == ["long-chain"]


def test_a_data_reference_that_hangs_the_engine_is_refused_in_time() -> None:
    data = '<bpmn:dataInputAssociation id="ia"><bpmn:sourceRef>dor</bpmn:sourceRef></bpmn:dataInputAssociation>'
    reference = '<bpmn:dataObjectReference id="dor" dataObjectRef="nowhere"/>'
    inner = sub("x", start("s2") + user("b", data) + end("e2") + flows("s2", "b", "e2"))
    report = one(doc(proc(start() + inner + end() + flows("s", "x", "e") + reference)))
    assert set(rules(report)) == {"data-object"}


def test_the_child_answers_without_the_parents_environment() -> None:
    request = {"files": {}, "catalogue": CATALOGUE.as_json(), "profile": "bangfu", "timeout": 5}
    child = subprocess.run(
        [sys.executable, "-P", "-m", "workflows.engine.check_child"],
        input=json.dumps(request).encode(),
        capture_output=True,
        cwd=publish.ROOT,
        env={"PYTHONPATH": str(publish.ROOT)},
        check=True,
    )
    assert json.loads(child.stdout)["findings"][0]["rule"] == "no-process"


def test_a_finding_keeps_its_sentence_and_path_on_the_way_from_the_child() -> None:
    files = intake(replace=(('outcome = "refused"', 'outcome = "no such outcome"'),))
    report = check(files, CATALOGUE)
    finding = next(finding for finding in report.findings if finding.rule == "gate-bypassed")
    assert finding.path[-1] == "file_case"
    assert finding.text.render("en").startswith("The act 服务 can be reached without the gate visit")
    assert finding.text.render("zh").startswith("不经过关口 visit")


def test_a_folder_is_frozen_with_its_forms_and_nothing_else(tmp_path: Path) -> None:
    folder = write(tmp_path / "intake", {**intake(), "README.md": b"# readme", "notes/forms.txt": b"x"})
    frozen = freeze([folder], CATALOGUE)
    assert sorted(frozen.files) == ["forms/returning.json", "intake.bpmn"]
    assert (frozen.key, frozen.name_zh, frozen.name_en) == ("intake", "建档", "Intake")
    assert frozen.hash == digest(frozen.files)
    assert freeze([folder], CATALOGUE) == frozen
    assert load(frozen.files) is cached(frozen.hash)


def test_a_refused_folder_is_not_frozen(tmp_path: Path) -> None:
    folder = write(tmp_path, {"p.bpmn": doc(proc(start() + user("a") + end() + flows("s", "a", "e")))})
    with pytest.raises(DefinitionRefused) as refusal:
        freeze([folder], CATALOGUE)
    assert {finding.rule for finding in refusal.value.findings} >= {"task-attribute", "no-outcomes"}
    assert "found" in str(refusal.value)


def test_a_path_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    assert rules(check_paths([tmp_path / "nowhere"], CATALOGUE)) == ["no-file"]
    assert rules(check_paths([tmp_path], CATALOGUE)) == ["no-process"]


def test_a_single_file_can_be_checked(tmp_path: Path) -> None:
    process = proc(ext(bf("label", en="Process")), start() + task("a") + end() + flows("s", "a", "e"))
    path = tmp_path / "p.bpmn"
    path.write_bytes(doc(process))
    report = check_paths([path], CATALOGUE)
    assert report.passed
    assert [(info.file, info.id, info.name_en) for info in report.processes] == [("p.bpmn", "P", "Process")]


def test_called_processes_may_lie_in_other_files(tmp_path: Path) -> None:
    main = doc(proc(start() + el("callActivity", "ca", calledElement="Q") + end() + flows("s", "ca", "e")))
    called = doc(proc(start("qs") + user("u") + end("qe") + flows("qs", "u", "qe"), pid="Q"))
    files = {"main.bpmn": main, "sub/called.bpmn": called}
    assert rules(check_paths([write(tmp_path, files)], CATALOGUE, profile="bpmn")) == []
    assert load(files).key == "P"


def test_what_the_engine_drops_is_noticed() -> None:
    root = parse_xml(doc(proc(start() + user("a") + user("b") + end() + flows("s", "a", "b", "e"))))
    model = read_model({"p.bpmn": root})
    assert checking._arrival(model, {"p.bpmn": root}) == []
    # SpiffWorkflow loses all that follows a flow without an id, which reading the file has repaired.
    for flow in root.iter(tag("sequenceFlow")):
        del flow.attrib["id"]
    dropped = checking._arrival(model, {"p.bpmn": root})
    assert {finding.rule for finding in dropped} == {"dropped"}
    assert "b" in {finding.element_id for finding in dropped}


def test_what_the_engine_cannot_parse_is_a_finding() -> None:
    root = parse_xml(doc(proc(start() + el("callActivity", "ca", calledElement="Q") + end() + flows("s", "ca", "e"))))
    [finding] = checking._arrival(read_model({"p.bpmn": root}), {"p.bpmn": root})
    assert (finding.rule, finding.element_id) == ("engine-parse", "P")
    assert "Q" in finding.text.render("en")
