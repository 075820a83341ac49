"""A small tree made through the real operations: a province with two cities, one of them without counties."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from kit.db import Session
from unions import facts
from unions.commands import NewOfficer, NewPost, NewUnit
from unions.levels import Level, UnitKind
from unions.records import OfficerRecord, UnitRecord
from unions.roles import Role

SINCE = date(2018, 1, 1)
ON = date(2018, 11, 5)
BY = "test"


@dataclass(frozen=True)
class Tree:
    province: UnitRecord
    qingyang: UnitRecord
    xifeng: UnitRecord
    heshui: UnitRecord
    street: UnitRecord
    factory: UnitRecord
    station: UnitRecord
    centre: UnitRecord
    jiayuguan: UnitRecord
    jiayuguan_street: UnitRecord
    heshui_town: UnitRecord
    machinery: UnitRecord
    foundry: UnitRecord


def unit(
    session: Session,
    code: str,
    name: str,
    kind: UnitKind,
    level: Level,
    parent: UnitRecord | None,
    *,
    since: date = SINCE,
) -> UnitRecord:
    parent_id = None if parent is None else parent.id
    return facts.create_unit(session, NewUnit(code, name, kind, level, parent_id, since), by=BY)


def plant(session: Session) -> Tree:
    territorial = UnitKind.TERRITORIAL
    province = unit(session, "620000", "甘肃省总工会", territorial, Level.PROVINCE, None)
    qingyang = unit(session, "621000", "庆阳市总工会", territorial, Level.CITY, province)
    xifeng = unit(session, "621002", "西峰区总工会", territorial, Level.COUNTY, qingyang)
    heshui = unit(session, "621024", "合水县总工会", territorial, Level.COUNTY, qingyang)
    street = unit(session, "621002001", "北街街道总工会", UnitKind.TOWNSHIP, Level.GRASSROOTS, xifeng)
    factory = unit(session, "621002-E1", "西峰制药厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, xifeng)
    station = unit(session, "621002-E1-S", "西峰制药厂帮扶站点", UnitKind.STATION, Level.GRASSROOTS, factory)
    centre = unit(session, "621002-H", "西峰区困难职工帮扶中心", UnitKind.HELP_CENTRE, Level.COUNTY, xifeng)
    jiayuguan = unit(session, "620200", "嘉峪关市总工会", territorial, Level.CITY, province)
    jiayuguan_street = unit(session, "620200001", "第一街道总工会", UnitKind.TOWNSHIP, Level.GRASSROOTS, jiayuguan)
    heshui_town = unit(session, "621024100", "西华池镇总工会", UnitKind.TOWNSHIP, Level.GRASSROOTS, heshui)
    machinery = unit(session, "620000-I1", "甘肃省机械冶金工会", UnitKind.INDUSTRIAL, Level.CITY, province)
    foundry = unit(session, "620000-I1-E1", "某铸造厂工会", UnitKind.ENTERPRISE, Level.GRASSROOTS, machinery)
    return Tree(
        province, qingyang, xifeng, heshui, street, factory, station, centre, jiayuguan, jiayuguan_street, heshui_town,
        machinery, foundry,
    )  # fmt: skip


def officer(session: Session, login: str, name: str = "张三") -> OfficerRecord:
    return facts.register_officer(session, NewOfficer(login, name), by=BY)


def post(
    session: Session,
    who: OfficerRecord,
    where: UnitRecord,
    role: Role,
    *,
    since: date = SINCE,
    until: date | None = None,
) -> uuid.UUID:
    return facts.appoint(session, NewPost(who.officer_id, where.id, role, since, until), by=BY)
