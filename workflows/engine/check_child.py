"""The child process of a check: ``python -m workflows.engine.check_child``, request on stdin, report on stdout.

It gets no environment but a path, may use a bounded amount of memory and processor time, and may die: the parent turns
every kind of end into a finding.
"""

from __future__ import annotations

import base64
import json
import math
import resource
import sys
from collections.abc import Mapping
from typing import Any

from workflows.engine.catalogue import Catalogue
from workflows.engine.checking import check_files

MEMORY = 1 << 30


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report on a request as plain JSON."""
    files = {name: base64.b64decode(data) for name, data in request["files"].items()}
    report = check_files(files, Catalogue.from_json(request["catalogue"]), request["profile"])
    return {
        "findings": [finding.as_json() for finding in report.findings],
        "processes": [[info.file, info.id, info.name, info.name_en] for info in report.processes],
    }


def main() -> None:
    """Bound this process, read the request, write the report."""
    request = json.load(sys.stdin)
    seconds = math.ceil(request["timeout"])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # The soft limit ends the process by a signal that the parent knows; the hard one is for a process that ignores it.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    json.dump(answer(request), sys.stdout)


if __name__ == "__main__":
    main()
