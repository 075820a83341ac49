"""The demonstration's province: Gansu with all its divisions, some unions beside them, and one officer for each post.

Unions of enterprises and all people are made up, but for 西峰制药厂, which the newspaper of seed D names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kit.db import Session
from unions import facts, queries, sessions
from unions.commands import NewOfficer, NewPost, NewUnit
from unions.errors import OfficerNotFound
from unions.levels import Level, UnitKind
from unions.roles import Role
from unions.territory import NewUnitUnder, add_units, load_territorial_tree

PROVINCE = "620000"
SINCE = date(2018, 1, 1)
PASSWORD = "bangfu-demo"  # noqa: S105 -- printed at every start; the demonstration holds nobody's data
BY = "demonstration"
FACTORY = "621002-Q01"
HESHUI_TOWN = "621024100"


@dataclass(frozen=True)
class DemoLogin:
    """An officer of the demonstration, as the start prints it; ``unit`` is where he or she sits."""

    login: str
    name: str
    post_zh: str
    post_en: str
    unit: str


@dataclass(frozen=True)
class _Unit:
    code: str
    name: str
    kind: UnitKind
    level: Level
    parent_code: str
    division: str | None = None


# An industrial union of the province ranks with the cities, an industrial committee of a city with the counties.
_UNITS = (
    _Unit("6201XQ", "兰州新区总工会", UnitKind.TERRITORIAL, Level.CITY, "620000"),
    _Unit("6299KQ", "甘肃矿区总工会", UnitKind.TERRITORIAL, Level.CITY, "620000"),
    _Unit("620000-BF", "甘肃省困难职工帮扶中心", UnitKind.HELP_CENTRE, Level.PROVINCE, "620000"),
    _Unit("620000-C01", "甘肃省机械冶金工会", UnitKind.INDUSTRIAL, Level.CITY, "620000"),
    _Unit("620000-C02", "甘肃省教科文卫工会", UnitKind.INDUSTRIAL, Level.CITY, "620000"),
    _Unit("620000-C03", "甘肃省财贸轻纺工会", UnitKind.INDUSTRIAL, Level.CITY, "620000"),
    _Unit("620000-C04", "甘肃省农林水利工会", UnitKind.INDUSTRIAL, Level.CITY, "620000"),
    _Unit("621000-G01", "庆阳市能源化学产业工委", UnitKind.INDUSTRIAL_COMMITTEE, Level.COUNTY, "621000"),
    _Unit("621000-G02", "庆阳市教科文卫产业工委", UnitKind.INDUSTRIAL_COMMITTEE, Level.COUNTY, "621000"),
    _Unit("621000-G03", "庆阳市建设交通产业工委", UnitKind.INDUSTRIAL_COMMITTEE, Level.COUNTY, "621000"),
    _Unit("620100-G01", "兰州市装备制造产业工委", UnitKind.INDUSTRIAL_COMMITTEE, Level.COUNTY, "620100"),
    _Unit(FACTORY, "西峰制药厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "621002", "621002"),
    _Unit("621002-Q02", "西峰地毯厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "621002", "621002"),
    _Unit("621024-Q01", "合水县粮油加工厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "621024", "621024"),
    _Unit("621000-Q01", "庆阳市公共交通公司工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "621000"),
    _Unit("621000-G01-Q01", "陇东石油机械厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "621000-G01"),
    _Unit("620000-C01-Q01", "兰州通用机床厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "620000-C01"),
    _Unit("620000-C01-Q01-F1", "兰州通用机床厂铸造分厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "620000-C01-Q01"),
    _Unit("620103-Q01", "七里河毛纺厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "620103", "620103"),
    _Unit("620200-Q01", "嘉峪关雄关耐火材料厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "620200", "620200"),
    _Unit("620302-Q01", "金川精密铸造厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, "620302", "620302"),
    _Unit("621002-Q01-Z1", "西峰制药厂帮扶站点", UnitKind.STATION, Level.GRASSROOTS, FACTORY, "621002"),
    _Unit("621002001-Z1", "北街街道帮扶站点", UnitKind.STATION, Level.GRASSROOTS, "621002001", "621002001"),
    _Unit("621024100-Z1", "西华池镇帮扶站点", UnitKind.STATION, Level.GRASSROOTS, HESHUI_TOWN, HESHUI_TOWN),
    _Unit("620200-Q01-Z1", "雄关耐火材料厂帮扶站点", UnitKind.STATION, Level.GRASSROOTS, "620200-Q01", "620200"),
)

# Log-in, name, role, code of the unit where the officer sits.
_OFFICERS = (
    ("xf-clerk", "马晓燕", Role.CLERK, FACTORY),
    ("xf-visitor1", "王建军", Role.VISITOR, FACTORY),
    ("xf-visitor2", "刘海霞", Role.VISITOR, FACTORY),
    ("xf-committee1", "赵永福", Role.COMMITTEE, FACTORY),
    ("xf-committee2", "李桂芳", Role.COMMITTEE, FACTORY),
    ("xf-committee3", "张志强", Role.COMMITTEE, FACTORY),
    ("xf-chair", "陈国栋", Role.CHAIR, FACTORY),
    ("qx-clerk", "杨丽娟", Role.CLERK, "621002-BF"),
    ("qx-reviewer", "郭文斌", Role.REVIEWER, "621002-BF"),
    ("qx-approver", "孙秀英", Role.APPROVER, "621002-BF"),
    ("qx-inspector", "何志明", Role.INSPECTOR, "621002"),
    ("qx-manager", "高玉梅", Role.MANAGER, "621002"),
    ("qx-chair", "徐立新", Role.CHAIR, "621002"),
    ("qy-inspector", "罗晓东", Role.INSPECTOR, "621000"),
    ("qy-manager", "梁雪梅", Role.MANAGER, "621000"),
    ("qy-chair", "宋卫国", Role.CHAIR, "621000"),
    ("gs-inspector", "郑海涛", Role.INSPECTOR, "620000"),
    ("gs-manager", "谢红梅", Role.MANAGER, "620000"),
    ("gs-chair", "韩振华", Role.CHAIR, "620000"),
    ("gs-owner", "唐一鸣", Role.PROCESS_OWNER, "620000"),
    ("gs-admin", "冯志刚", Role.ADMINISTRATOR, "620000"),
    ("gs-auditor", "于慧敏", Role.AUDITOR, "620000"),
    # The neighbour county: what Xifeng's officers must not see, and the other way round.
    ("hs-clerk", "董小军", Role.CLERK, "621024-BF"),
    ("hs-reviewer", "袁彩霞", Role.REVIEWER, "621024-BF"),
    ("hs-approver", "潘建平", Role.APPROVER, "621024-BF"),
    ("hs-inspector", "蒋丽萍", Role.INSPECTOR, "621024"),
    ("hs-manager", "蔡宏伟", Role.MANAGER, "621024"),
    ("hs-chair", "贾文静", Role.CHAIR, "621024"),
    ("ht-clerk", "丁小芳", Role.CLERK, HESHUI_TOWN),
    ("ht-visitor1", "魏振东", Role.VISITOR, HESHUI_TOWN),
    ("ht-visitor2", "薛玉兰", Role.VISITOR, HESHUI_TOWN),
    ("ht-committee1", "叶春生", Role.COMMITTEE, HESHUI_TOWN),
    ("ht-committee2", "阎秀莲", Role.COMMITTEE, HESHUI_TOWN),
    ("ht-committee3", "余得水", Role.COMMITTEE, HESHUI_TOWN),
    ("ht-chair", "潘永年", Role.CHAIR, HESHUI_TOWN),
)


def load_demo(session: Session) -> list[DemoLogin]:
    """Load the province, its officers and their posts; what is there already is left alone. Returns the log-ins.

    Raises:
        DemonstrationOnly: not in demonstration mode: all log-ins share one password.
    """
    load_territorial_tree(session, PROVINCE, SINCE, by=BY)
    add_units(
        session,
        (
            NewUnitUnder(NewUnit(u.code, u.name, u.kind, u.level, None, SINCE, u.division), u.parent_code)
            for u in _UNITS
        ),
    )
    made, logins = [], []
    for login, name, role, code in _OFFICERS:
        unit = queries.unit_by_code(session, code)
        logins.append(DemoLogin(login, name, role.label.render("zh"), role.label.render("en"), unit.name))
        try:
            queries.officer_by_login(session, login)
        except OfficerNotFound:
            new = NewOfficer(login, name, email=f"{login}@demo.invalid")
            officer = facts.register_officer(session, new, by=BY)
            facts.appoint(session, NewPost(officer.officer_id, unit.id, role, SINCE), by=BY)
            made.append(officer.officer_id)
    if made:
        sessions.share_demonstration_password(session, made, PASSWORD, by=BY)
    return logins
