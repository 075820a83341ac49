"""Which domain fact each form records, and what the end of a gate's timer records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kit.db import Session
from relief.campaigns import facts as campaigns
from relief.evidence import facts as evidence
from relief.intake import facts as intake
from relief.intake.steps import StepFacts

Recorder = Callable[[Session, StepFacts], Mapping[str, Any]]
"""Records what an officer entered at one step and returns routing variables."""

RECORDERS: Mapping[str, Recorder] = {
    "accept": intake.record_accept,
    "supplement": intake.record_supplement,
    "data_check": evidence.record_data_check,
    "home_visit": evidence.record_home_visit,
    "sums": evidence.record_sums,
    "deliberate": evidence.record_deliberate,
    "appraise": evidence.record_appraise,
    "post_notice": evidence.record_post_notice,
    "handle_objection": evidence.record_handle_objection,
    "review": evidence.record_review,
    "chair_sign": evidence.record_chair_sign,
    "approve": evidence.record_approve,
    "county_check": evidence.record_county_check,
    "spot_check": evidence.record_spot_check,
    "supervise": evidence.record_supervise,
    "plan_send": campaigns.record_plan_send,
}

GATE_TIMERS: Mapping[str, Callable[[Session, uuid.UUID, datetime], None]] = {
    "publicity": evidence.close_publicity,
}
