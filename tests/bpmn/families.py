"""Families of small diagrams that between them hold every element that may be published."""

from __future__ import annotations

from tests.unit.workflows.engine.drawing import (
    MESSAGES,
    both,
    boundary,
    catch,
    doc,
    duration,
    el,
    end,
    flow,
    flows,
    many,
    message,
    proc,
    start,
    sub,
    terminate,
    user,
    xor,
)

FAMILIES: dict[str, bytes] = {}

FAMILIES["parallel"] = doc(
    proc(
        start() + user("pre") + both("g") + user("a") + user("b") + user("b2") + both("j") + user("c") + end(),
        flows("s", "pre", "g", "a", "j", "c", "e") + flows("g", "b", "b2", "j"),
    )
)
FAMILIES["parallel with a loop in a branch"] = doc(
    proc(
        start() + both("g") + xor("m") + user("a") + xor("q", "d") + user("b") + both("j") + user("c") + end(),
        flows("s", "g", "m", "a", "q") + flow("q", "m", "modulo(a, 2) = 1") + flow("q", "j", fid="d"),
        flows("g", "b", "j", "c", "e"),
    )
)
FAMILIES["parallel block in a subprocess in a loop"] = doc(
    proc(
        start() + user("pre") + xor("m") + user("c") + xor("q", "d") + end(),
        sub(
            "block",
            start("s2") + both("g") + user("a") + user("b") + both("j") + end("e2"),
            flows("s2", "g", "a", "j", "e2") + flows("g", "b", "j"),
        ),
        flows("s", "pre", "m", "block", "c", "q") + flow("q", "m", "modulo(c, 3) != 0") + flow("q", "e", fid="d"),
    )
)
FAMILIES["inclusive"] = doc(
    proc(
        start() + user("u") + el("inclusiveGateway", "g", default="d") + user("a") + user("b") + user("c"),
        el("inclusiveGateway", "j") + user("z") + end(),
        flows("s", "u", "g") + flow("g", "a", "modulo(u, 2) = 0") + flow("g", "b", "modulo(u, 3) != 0"),
        flow("g", "c", fid="d") + flows("a", "j") + flows("b", "j") + flows("c", "j", "z", "e"),
    )
)
FAMILIES["inclusive with a subprocess"] = doc(
    proc(
        start() + user("u") + el("inclusiveGateway", "g", default="d") + user("b") + user("c"),
        sub("a", start("s2") + user("a1") + end("e2") + flows("s2", "a1", "e2")),
        el("inclusiveGateway", "j") + user("z") + end(),
        flows("s", "u", "g") + flow("g", "a", "u >= 0") + flow("g", "b", "modulo(u, 3) != 0"),
        flow("g", "c", fid="d") + flows("a", "j") + flows("b", "j") + flows("c", "j", "z", "e"),
    )
)
FAMILIES["inclusive with a loop in a branch"] = doc(
    proc(
        start() + user("u") + el("inclusiveGateway", "g", default="d") + xor("m") + user("a") + xor("q", "dq"),
        user("b") + el("inclusiveGateway", "j") + user("z") + end(),
        flows("s", "u", "g") + flow("g", "m", "u >= 0") + flow("g", "b", fid="d") + flows("m", "a", "q"),
        flow("q", "m", "modulo(a, 2) = 1") + flow("q", "j", fid="dq") + flows("b", "j", "z", "e"),
    )
)
FAMILIES["send-back with a side timer"] = doc(
    proc(
        start() + xor("m") + user("a") + user("b") + boundary("bt", "b", interrupting=False) + user("esc"),
        end("e9") + xor("g", "d") + end(),
        flows("s", "m", "a", "b", "g") + flow("g", "m", "modulo(b, 3) != 0") + flow("g", "e", fid="d"),
        flows("bt", "esc", "e9"),
    )
)
FAMILIES["interrupting timer"] = doc(
    proc(
        start() + user("a") + boundary("bt", "a") + user("x") + xor("m") + user("n") + end(),
        flows("s", "a", "m", "n", "e") + flows("bt", "x", "m"),
    )
)
for _word, _sequential in (("parallel", False), ("sequential", True)):
    FAMILIES[f"{_word} instances of a subprocess"] = doc(
        proc(
            start()
            + sub("m", many(sequential=_sequential), start("s2") + user("out") + end("e2"), flows("s2", "out", "e2")),
            user("n") + end() + flows("s", "m", "n", "e"),
        )
    )
    FAMILIES[f"{_word} instances of a task"] = doc(
        proc(
            start() + user("m", many(sequential=_sequential)) + boundary("bt", "m") + user("x") + end("e3"),
            user("n") + end() + flows("s", "m", "n", "e") + flows("bt", "x", "e3"),
        )
    )
FAMILIES["standard loop"] = doc(
    proc(
        start() + user("m", '<bpmn:standardLoopCharacteristics testBefore="false" loopMaximum="3"/>'),
        user("n") + end() + flows("s", "m", "n", "e"),
    )
)
FAMILIES["nested call"] = doc(
    proc(
        start() + user("a") + el("callActivity", "ca", calledElement="Q") + boundary("bt", "ca") + user("x"),
        user("n") + end() + end("e2") + flows("s", "a", "ca", "n", "e") + flows("bt", "x", "e2"),
    ),
    proc(
        start("qs") + user("q1") + sub("sq", start("s3") + user("u") + end("e3") + flows("s3", "u", "e3")),
        user("q2") + end("ee") + flows("qs", "q1", "sq", "q2", "ee"),
        pid="Q",
    ),
)
FAMILIES["three blocks"] = doc(
    proc(
        start() + end() + "".join(both(f"g{i}") + user(f"a{i}") + user(f"b{i}") + both(f"j{i}") for i in range(3)),
        flow("s", "g0") + flow("j2", "e") + flows("j0", "g1") + flows("j1", "g2"),
        "".join(flows(f"g{i}", f"a{i}", f"j{i}") + flows(f"g{i}", f"b{i}", f"j{i}") for i in range(3)),
    )
)
FAMILIES["block in a block"] = doc(
    proc(
        start()
        + both("g")
        + both("h")
        + user("a")
        + user("b")
        + both("hj")
        + user("c")
        + both("j")
        + user("z")
        + end(),
        flows("s", "g", "h", "a", "hj", "j", "z", "e") + flows("h", "b", "hj") + flows("g", "c", "j"),
    )
)
FAMILIES["withdrawal beside the work"] = doc(
    proc(
        start() + both("g") + catch("wd", message("m1")) + terminate("te") + xor("m") + user("a") + user("b"),
        boundary("bt", "b") + user("late") + xor("q", "d") + terminate("t2"),
        flows("s", "g", "wd", "te") + flows("g", "m", "a", "b", "q") + flow("q", "m", "modulo(b, 4) != 0"),
        flow("q", "t2", fid="d") + flows("bt", "late", "m"),
    ),
    defs=MESSAGES,
)
FAMILIES["first of timer and message"] = doc(
    proc(
        start() + xor("m") + user("a") + el("eventBasedGateway", "g") + catch("t") + catch("o", message("m1")),
        user("h") + xor("q", "d") + end(),
        flows("s", "m", "a", "g", "t", "e") + flows("g", "o", "h", "q") + flow("q", "m", "modulo(h, 2) = 0"),
        flow("q", "g", fid="d"),
    ),
    defs=MESSAGES,
)
FAMILIES["terminate inside a subprocess"] = doc(
    proc(
        start() + user("n") + end() + flows("s", "sp", "n", "e"),
        sub(
            "sp",
            start("s2") + both("g") + user("a") + user("b") + terminate("t") + end("ee"),
            flows("s2", "g", "a", "ee") + flows("g", "b", "t"),
        ),
        boundary("bm", "sp", message("m1"), interrupting=False) + user("x") + end("e3") + flows("bm", "x", "e3"),
    ),
    defs=MESSAGES,
)
FAMILIES["three ways that never join"] = doc(
    proc(
        start() + user("n") + end() + flows("s", "sp", "n", "e"),
        sub(
            "sp",
            start("s2") + both("g") + user("a") + user("b") + user("c") + end("ea") + end("eb") + end("ec"),
            flows("s2", "g", "a", "ea") + flows("g", "b", "eb") + flows("g", "c", "ec"),
        ),
    )
)
FAMILIES["waits in a row"] = doc(
    proc(
        start() + catch("t") + el("receiveTask", "r", messageRef="m1") + user("a") + catch("o", message("m2")) + end(),
        flows("s", "t", "r", "a", "o", "e"),
    ),
    defs=MESSAGES,
)
FAMILIES["timer on a subprocess"] = doc(
    proc(
        start() + xor("m") + sub("sp", start("s2") + user("a") + user("b") + end("e2") + flows("s2", "a", "b", "e2")),
        boundary("bt", "sp", duration('"PT36H"')) + user("late") + user("n") + end(),
        flows("s", "m", "sp", "n", "e") + flows("bt", "late", "m"),
    )
)
