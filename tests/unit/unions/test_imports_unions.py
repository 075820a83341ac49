"""``bangfu import unions|officers`` as an engineer runs it."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli import imports_unions
from kit import db
from kit.errors import AppError
from kit.i18n import using_language
from unions import queries, sessions

pytestmark = pytest.mark.usefixtures("database")

app = typer.Typer()
app.command("unions")(imports_unions.import_unions)
app.command("officers")(imports_unions.import_officers)
app.command("template-unions")(imports_unions.template_unions)
app.command("template-officers")(imports_unions.template_officers)

UNITS = """code,name,kind,level,parent,valid_from
620000,甘肃省总工会,territorial,province,,2018-01-01
621000,庆阳市总工会,territorial,city,620000,2018-01-01
"""
OFFICERS = """login,name,unit,role,starts_on
qy-chair,宋卫国,621000,chair,2018-01-01
qy-clerk,马小燕,621000,clerk,2018-01-01
"""


def _run(*arguments: str) -> tuple[int, str]:
    with using_language("en"):
        result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, AppError):
        raise result.exception
    return result.exit_code, result.output


def test_units_and_officers_come_in_and_log_in_with_the_issued_passwords(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(UNITS)
    (tmp_path / "officers.csv").write_text(OFFICERS)
    passwords = tmp_path / "passwords.csv"
    assert _run("unions", str(tmp_path / "units.csv"))[0] == 0
    status, output = _run("officers", str(tmp_path / "officers.csv"), "--passwords", str(passwords))
    assert status == 0
    assert "Row added: 2" in output
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    rows = list(csv.reader(passwords.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [row[0] for row in rows] == ["qy-chair", "qy-clerk"]
    assert rows[0][2] not in output
    with db.transaction() as session:
        assert isinstance(sessions.log_in(session, "qy-chair", rows[0][2], "127.0.0.1"), sessions.SessionToken)
    with pytest.raises(imports_unions.FileExists):
        _run("officers", str(tmp_path / "officers.csv"), "--passwords", str(passwords))


def test_refused_rows_end_with_status_1_and_stand_in_the_receipt_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(UNITS + "621002,西峰区总工会,territorial,county,999999,2018-01-01\n")
    status, output = _run("unions", str(tmp_path / "units.csv"))
    assert status == 1
    assert "Row added: 2" in output
    assert "999999" in output
    receipt = list(csv.reader((tmp_path / "units.receipt.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert receipt[3][:5] == ["4", "621002", "Row refused", "Parent's code", "999999"]
    with db.reading() as session:
        assert queries.unit_by_code(session, "621000").name == "庆阳市总工会"
    elsewhere = tmp_path / "r.xlsx"
    _run("unions", str(tmp_path / "units.csv"), "--receipt", str(elsewhere))
    assert elsewhere.exists()


@pytest.mark.parametrize("kind", ["unions", "officers"])
def test_templates_are_written_once_and_import_as_empty(tmp_path: Path, kind: str) -> None:
    path = str(tmp_path / "template.xlsx")
    assert _run(f"template-{kind}", path)[0] == 0
    with pytest.raises(imports_unions.FileExists):
        _run(f"template-{kind}", path)
    assert _run(kind, path)[0] == 0
