"""Print a diagnosis, for people or as JSON."""

from __future__ import annotations

import argparse
import json
import logging
import sys

from lineage_explorer.sources.aws.doctor.account_check import check_account
from lineage_explorer.sources.aws.doctor.diagnosis import Diagnosis, Level, Outcome

_STATUSES = {Level.OK: 0, Level.NOTE: 0, Level.WARNING: 1, Level.PROBLEM: 3}


def run_doctor_command(options: argparse.Namespace) -> int:
    """Check a set-up, print the findings and return the exit status.

    It is 0 for a set-up without faults, 1 where something is missing, 3 where nothing can be read.
    """
    # botocore logs with a traceback what the findings say in a sentence.
    logging.getLogger("botocore").setLevel(logging.CRITICAL)
    diagnosis = check_account(
        profile=options.profile, region=options.region, endpoint_url=options.endpoint_url
    )
    text = format_json(diagnosis) if options.json else format_text(diagnosis)
    sys.stdout.write(f"{text}\n")
    return _STATUSES[diagnosis.level]


def format_text(diagnosis: Diagnosis) -> str:
    """Return a diagnosis for people."""
    lines = [diagnosis.account, ""]
    lines += [f"{f.level:<8} {f.check:<12} {f.sentence}" for f in diagnosis.findings]
    unclear = [p for p in diagnosis.permissions if p.outcome is Outcome.UNKNOWN]
    lines += [
        f"{'':<21} {permission.operation}: {permission.reason}" for permission in unclear[:_MAX_REASONS]
    ]
    if diagnosis.policy:
        lines += ["", "What is missing, as a policy:", json.dumps(diagnosis.policy, indent=2)]
    return "\n".join(lines)


_MAX_REASONS = 3


def format_json(diagnosis: Diagnosis) -> str:
    """Return a diagnosis for programs."""
    content = {
        "account": diagnosis.account,
        "level": diagnosis.level,
        "findings": [
            {"check": f.check, "level": f.level, "sentence": f.sentence} for f in diagnosis.findings
        ],
        "permissions": [
            {"operation": p.operation, "use": p.use, "outcome": p.outcome, "reason": p.reason or None}
            for p in diagnosis.permissions
        ],
        "policy": diagnosis.policy,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
