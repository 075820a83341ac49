"""``bangfu settings``: what a jurisdiction sets, and from when."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kit import clock, db
from kit.i18n import gettext
from relief.settings.errors import SettingOfWrongKind
from relief.settings.parameters import DEFAULTS, NewParameter, SettingValue, parameter
from workflows.operations.set_parameter import SetParameter, set_parameter

app = typer.Typer(no_args_is_help=True)
_YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_Division = Annotated[str, typer.Option(help="The division's code, such as 621002; 000000 is the whole country.")]
_Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command(name="list")
def list_(division: _Division = "000000") -> None:
    """Show every setting as it holds in a division today, and whether it is only assumed."""
    table = Table(
        gettext("Setting"), gettext("Value"), gettext("Measured in"), gettext("Set for"), gettext("Legal basis")
    )
    with db.reading() as session:
        for name in DEFAULTS:
            found = parameter(session, name, division, clock.today())
            place = gettext("assumed") if found.assumed else found.division
            table.add_row(name, str(found.value), found.unit, place, found.legal_basis)
    Console().print(table)


@app.command(name="set")
def set_(
    name: Annotated[str, typer.Argument(help="The setting, such as dibao_line (in fen) or publicity_days.")],
    value: Annotated[str, typer.Argument(help="A whole number, yes or no, or codes with commas between them.")],
    division: _Division,
    basis: Annotated[str, typer.Option(help="The notice or rule that sets it.")],
    starts: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    ends: _Day = None,
) -> None:
    """Set a value for a division and everything under it from a day on; an earlier open value ends the day before."""
    new = NewParameter(name, division, starts.date(), _value(name, value), basis, ends.date() if ends else None)
    with db.transaction() as session:
        set_parameter(session, SetParameter(new, f"cli:{getpass.getuser()}"))
    typer.echo(
        gettext(
            "Set: {name} = {value} in {division} from {day}",
            name=name,
            value=value,
            division=division,
            day=new.valid_from,
        )
    )


def _value(name: str, text: str) -> SettingValue:
    wanted = DEFAULTS[name].value if name in DEFAULTS else text
    if isinstance(wanted, bool):
        if text.lower() not in _YES:
            raise SettingOfWrongKind(name=name, kind=gettext("yes or no"), value=text[:40])
        return _YES[text.lower()]
    if isinstance(wanted, list):
        return [code.strip() for code in text.split(",") if code.strip()]
    return int(text) if text.isdecimal() else text
