"""Every write of evidence, by the step that makes it."""

from __future__ import annotations

from relief.evidence.checks.facts import record_county_check, record_spot_check, record_supervise
from relief.evidence.objections import raise_objection, record_handle_objection
from relief.evidence.publicity import close_publicity, pause_publicity, record_post_notice, resume_publicity, take_down
from relief.evidence.study import record_appraise, record_deliberate
from relief.evidence.sums import record_sums
from relief.evidence.verdicts import record_approve, record_chair_sign, record_review
from relief.evidence.visits import record_data_check, record_home_visit

__all__ = [
    "close_publicity",
    "pause_publicity",
    "raise_objection",
    "record_appraise",
    "record_approve",
    "record_chair_sign",
    "record_county_check",
    "record_data_check",
    "record_deliberate",
    "record_handle_objection",
    "record_home_visit",
    "record_post_notice",
    "record_review",
    "record_spot_check",
    "record_sums",
    "record_supervise",
    "resume_publicity",
    "take_down",
]
