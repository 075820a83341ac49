"""The household of seed D (Qingyang, 2018-11-05) and what each officer enters for it.

Numbers and names are made up where the newspaper gives none; three persons are assumed, as it does not say how many.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit import clock

HOUSEHOLD_SIZE = 3
STROKE = 3
# 庆阳市西峰区; check digits computed by GB 11643.
ID_HUSBAND = "621002197403120"
ID_WIFE = "621002197608240"
ID_CHILD = "621002200106150"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(first15: str, last2: str) -> str:
    """Return an 18-digit number with its check digit, for people who do not exist."""
    body = first15 + last2
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def png(width: int = 60, height: int = 24) -> bytes:
    """Return a small picture with a stroke across it: a signature or a photo for the demonstration."""
    rows = b"".join(
        b"\x00" + bytes(20 if abs(x * height // width - y) < STROKE else 255 for x in range(width))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def signature() -> str:
    """Return a signature as the pad on the page sends it."""
    import base64  # only the demonstration encodes pictures itself

    return "data:image/png;base64," + base64.b64encode(png(200, 80)).decode()


def photo(name: str) -> dict[str, object]:
    """Return a picture file as the page sends it."""
    return {"name": name, "type": "image/png", "content": png()}


INCOME = [
    {"kind": "wage", "amount": "2000", "period": "month", "source": "visited", "note": "租皮卡跑运输，扣除租金和油费"}
]
EXPENSE = [
    {"kind": "rent", "amount": "800", "period": "year", "source": "visited", "note": "廉租房租金"},
    {"kind": "living", "amount": "1000", "period": "month", "source": "visited", "note": "生活费"},
    {"kind": "medical", "amount": "6000", "period": "year", "source": "visited", "note": "看病"},
    {"kind": "schooling", "amount": "12000", "period": "year", "source": "visited", "note": "孩子学费生活费"},
]


def application(today: str) -> dict[str, Any]:
    """Return the raw values of the application form for the household of seed D."""
    return {
        "name": "南红涛", "id_number": id_number(ID_HUSBAND, "13"), "phone": "13900001234",
        "address": "庆阳市西峰区安定东路公租房", "work_state": "LAID_OFF", "employer": "西峰制药厂",
        "union_member": True, "hukou": "NON_AGRICULTURAL", "migrant": False, "retired": False, "restructured": True,
        "health": "GOOD", "single_parent": False, "on_dibao": False, "housing": "PUBLIC_RENTED", "assets": [],
        "members": [
            {"name": "李秀芳", "relation": "SPOUSE", "id_number": id_number(ID_WIFE, "24"), "work_state": "OTHER",
             "health": "HYPERTENSION"},
            {"name": "南小雨", "relation": "CHILD", "id_number": id_number(ID_CHILD, "32"), "work_state": "STUDENT",
             "health": "GOOD"},
        ],
        "income": [dict(line, source="declared") for line in INCOME],
        "expense": [dict(line, source="declared") for line in EXPENSE],
        "causes": ["R09", "R03"], "cause_text": "下岗后收入低，孩子上学，家人长期服药", "consent": True, "consent_on": today,
        "bank_name": "中国工商银行", "bank_card": "6222022700012345678",
    }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one officer does at one step."""

    login: str
    outcome: str
    opinion: str
    values: Mapping[str, Any]


People = Callable[..., list[str]]
"""Returns officers' numbers for log-ins."""


def _accept(_today: str, _people: People) -> Answer:
    papers = ["APPLICATION", "ID_COPY", "HUKOU", "INCOME", "BANK_CARD", "CAUSE", "CONSENT"]
    return Answer("xf-clerk", "complete", "材料齐全，予以受理", {"papers": papers, "id_checked": True})


def _data_check(today: str, _people: People) -> Answer:
    replies = [
        {"source": "civil_affairs", "asked_on": today, "replied_on": today, "result": "same", "note": "未享受低保"},
        {"source": "social_insurance", "asked_on": today, "replied_on": today, "result": "same", "note": ""},
    ]
    return Answer(
        "qx-clerk", "matched", "与民政、人社比对一致", {"consent_seen": True, "replies": replies, "on_dibao": False}
    )


def _home_visit(_today: str, people: People) -> Answer:
    values = {
        "visited_at": clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "place": "安定东路公租房", "visitors": people("xf-visitor1", "xf-visitor2"), "present": "南红涛、李秀芳",
        "persons": str(HOUSEHOLD_SIZE), "housing": "PUBLIC_RENTED", "area": "45", "housing_safe": "safe",
        "heating": "stopped", "cooking": "gas", "earned_year": "24000", "relief_year": "0", "living_month": "1000",
        "medicine_year": "6000", "schooling_year": "12000", "cause_seen": "高血压后遗症病历；下岗证明；学费票据",
        "insurance": ["pension", "medical"], "needs": "希望稳定的运输活；孩子学费",
        "problems": "去年没有钱改造大暖，暖气片是冰的，改造费 7000 多元", "emergency": False,
        "photos": [photo("heating.png")], "signer": "李秀芳", "household_signature": signature(),
    }  # fmt: skip
    return Answer("xf-visitor1", "done", "家中暖气不通，情况属实", values)


def _sums(_today: str, _people: People) -> Answer:
    values = {
        "income": INCOME, "expense": EXPENSE, "situations": ["illness", "schooling"], "event": "none",
        "below_six_months": False, "relieved": False, "still_hard": False, "signer": "李秀芳",
        "household_signature": signature(),
    }  # fmt: skip
    return Answer("xf-clerk", "agreed", "与户主逐项核对", values)


def _deliberate(today: str, people: People) -> Answer:
    committee = people("xf-committee1", "xf-committee2", "xf-committee3")
    values = {
        "held_on": today, "place": "西峰制药厂工会会议室", "chaired_by": committee[:1], "present": committee,
        "conflicts_asked": True, "votes_for": "3", "votes_against": "0", "votes_abstain": "0",
        "minutes": "听取入户情况和算账结果，年缺口六千八百元，一致同意提出建档。",
    }  # fmt: skip
    return Answer("xf-committee1", "propose", "同意提出", values)


def _appraise(today: str, _people: People) -> Answer:
    values = {
        "appraised_on": today, "panel": "职工代表两名参加", "category": "K2", "main_cause": "R09",
        "secondary_causes": ["R03"], "groups": ["G5"], "primary_group": "G5",
        "plan": "金秋助学；职工医疗互助；转岗培训；与供热公司协调暖气改造。",
    }  # fmt: skip
    return Answer("xf-committee2", "propose", "低保边缘，因学致困", values)


def _post_notice(today: str, _people: People) -> Answer:
    values = {
        "place_unit": "西峰制药厂公告栏", "place_community": "安定东路社区公告栏", "posted_on": today,
        "photos": [photo("posting.png")],
    }  # fmt: skip
    return Answer("xf-clerk", "posted", "", values)


def _review(_today: str, _people: People) -> Answer:
    checked = ["papers", "visit", "sums", "study", "publicity", "category"]
    return Answer("qx-reviewer", "pass", "材料完整，程序到位", {"checked": checked})


def _chair_sign(_today: str, _people: People) -> Answer:
    return Answer("xf-chair", "sign", "同意建档", {"statement": True, "signature": signature()})


def _approve(_today: str, _people: People) -> Answer:
    return Answer("qx-approver", "pass", "批准建档", {"statement": True})


def _check(today: str) -> dict[str, Any]:
    names = ("visit", "study", "publicity", "signature", "sums", "category", "papers", "plan")
    items = [{"item": name, "result": "right", "note": ""} for name in names]
    return {"checked_on": today, "items": items, "method": "papers"}


STORY: Mapping[str, Callable[[str, People], Answer]] = {
    "accept": _accept,
    "data_check": _data_check,
    "home_visit": _home_visit,
    "sums": _sums,
    "deliberate": _deliberate,
    "appraise": _appraise,
    "post_notice": _post_notice,
    "review": _review,
    "chair_sign": _chair_sign,
    "approve": _approve,
    "county_check": lambda today, _people: Answer("qx-inspector", "pass", "档案与实地一致", _check(today)),
    "spot_check": lambda today, _people: Answer("qy-inspector", "pass", "抽查无误", _check(today)),
}
"""Step → what the right officer enters there."""


def answer(step: str, at: datetime, people: People) -> Answer:
    """Return what the demonstration enters at ``step`` on the Shanghai day of ``at``."""
    return STORY[step](clock.local_date(at).isoformat(), people)
