"""A diagram in the shape of the intake process, small enough to damage in a test."""

from __future__ import annotations

import json

from tests.unit.workflows.engine.drawing import (
    bf,
    both,
    boundary,
    catch,
    decision,
    doc,
    duration,
    el,
    end,
    ext,
    flow,
    flows,
    message,
    proc,
    service,
    start,
    sub,
    task,
    terminate,
    xor,
)

DEADLINE = ext(bf("deadline", setting="publicity_days"), bf("gate", kind="publicity"), bf("clock", name="publicity"))
GATES = "visit study publicity signature"
RETURNING = json.dumps(
    {
        "key": "returning",
        "fields": [
            {
                "name": "return_to",
                "type": "choice",
                "required": ["return"],
                "options": [{"value": "verify"}, {"value": "sums"}],
            }
        ],
    }
).encode()
FORMS = {"forms/returning.json": RETURNING}


def intake(*, extra: str = "", replace: tuple[tuple[str, str], ...] = ()) -> dict[str, bytes]:
    """Return the files of the diagram, with ``extra`` elements drawn into it and texts replaced."""
    main = proc(
        start("applied") + both("split") + catch("withdrawal", message("m1")) + service("record_withdrawal"),
        terminate("end_withdrawn") + flows("applied", "split", "withdrawal", "record_withdrawal", "end_withdrawn"),
        xor("to_accept") + task("accept", "complete", "incomplete", "reject") + xor("accepted", "accepted_d"),
        task("supplement", "supplied")
        + boundary("lapse", "supplement", ext(bf("deadline", workingDays="20")), duration()),
        service("record_lapse") + terminate("end_lapsed") + xor("returned", "returned_d"),
        decision("decide_scope") + xor("scoped", "scoped_d") + xor("to_supplement") + xor("to_rejection"),
        flows("split", "to_accept", "accept", "accepted"),
        flow("accepted", "to_supplement", 'outcome = "incomplete"')
        + flow("accepted", "to_rejection", 'outcome = "reject"'),
        flow("accepted", "decide_scope", fid="accepted_d") + flows("to_supplement", "supplement", "returned"),
        flows("lapse", "record_lapse", "end_lapsed") + flow("returned", "to_accept", fid="returned_d"),
        flow("returned", "to_verify", '= return_to = "verify"') + flow("returned", "to_sums", 'return_to = "sums"'),
        flows("decide_scope", "scoped") + flow("scoped", "to_supplement", 'scope = "NOT_YET"'),
        flow("scoped", "to_rejection", 'scope in ("OUT", "DUPLICATE")') + flow("scoped", "to_verify", fid="scoped_d"),
        xor("to_verify") + xor("to_sums") + xor("to_wait") + xor("verified", "verified_d"),
        sub(
            "verify",
            start("vs") + both("vsplit") + task("data_check", "matched", "difference", "no_reply") + both("vjoin"),
            task("home_visit", "done", "refused", extra=bf("gate", kind="visit", outcome="done")) + end("ve"),
            xor("visited", "visited_d")
            + terminate("turned_away")
            + flow("visited", "turned_away", 'outcome = "refused"'),
            flow("visited", "vjoin", fid="visited_d") + flows("vsplit", "home_visit", "visited"),
            flows("vs", "vsplit", "data_check", "vjoin", "ve"),
            name="核查",
        ).replace('name="核查">', f'name="核查">{ext(bf("label", en="Verify"))}'),
        flows("to_verify", "verify", "verified") + flow("verified", "to_rejection", 'outcome = "refused"'),
        flow("verified", "to_sums", fid="verified_d") + task("sums", "agreed", "disputed"),
        decision("decide_category", ref="category") + flows("to_sums", "sums", "decide_category", "deliberate"),
        _judge("deliberate", "appraise", gate="study", good="propose") + _judge("appraise", "post_notice"),
        task("post_notice", "posted") + el("eventBasedGateway", "publicity_wait"),
        catch("publicity_period", DEADLINE, duration()) + catch("objection", message("m2")),
        task("handle_objection", "dismissed", "upheld_recheck", "upheld_reject") + xor("handled", "handled_d"),
        flows("post_notice", "to_wait", "publicity_wait", "publicity_period", "review"),
        flows("publicity_wait", "objection", "handle_objection", "handled"),
        flow("handled", "to_verify", 'outcome = "upheld_recheck"')
        + flow("handled", "to_wait", 'outcome = "dismissed"'),
        flow("handled", "to_rejection", fid="handled_d"),
        _judge("review", "chair_sign", good="pass") + _judge("chair_sign", "approve", gate="signature", good="sign"),
        _judge("approve", "file_case", good="pass"),
        service("file_case", bf("act", kind="filing", requires=GATES), name="file_case"),
        terminate("end_filed") + flows("file_case", "end_filed"),
        service("record_rejection") + terminate("end_rejected"),
        flows("to_rejection", "record_rejection", "end_rejected"),
        extra,
        pid="intake",
    ).replace('name="intake">', f'name="建档">{ext(bf("label", en="Intake"))}')
    defs = '<bpmn:message id="m1" name="withdrawal"/><bpmn:message id="m2" name="objection"/>'
    text = doc(main, defs=defs).decode()
    for old, new in replace:
        assert old in text, old
        text = text.replace(old, new)
    return {"intake.bpmn": text.encode(), **FORMS}


def _judge(name: str, following: str, *, gate: str = "", good: str = "propose") -> str:
    """A task that agrees, sends back or rejects, and the gateway behind it."""
    extra = bf("gate", kind=gate, outcome=good) if gate else ""
    return (
        task(name, good, "return", "reject", extra=extra, form="returning")
        + xor(f"{name}_x", f"{name}_d")
        + flows(name, f"{name}_x")
        + flow(f"{name}_x", following, f'outcome = "{good}"')
        + flow(f"{name}_x", "to_supplement", 'outcome = "return"')
        + flow(f"{name}_x", "to_rejection", fid=f"{name}_d")
    )
