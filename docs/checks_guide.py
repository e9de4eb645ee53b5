"""Generator of the reference of the checks (`make guide`), made from the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lineage_explorer.checks.check_report import RULES
from lineage_explorer.checks.rule import Rule, Section

GUIDE = Path(__file__).parent / "reference" / "checks.md"

_HEAD = """\
# The checks

What `view=checks`, `lineage-explorer check` and `/api/v1/checks` judge, and why. A rule says *found*,
*passed n of n*, or *not judged*: what was denied, not read, cut or too young is never a pass.

References name clauses that ask for such a record: of the EU AI Act, SR 26-2 (model risk, Federal Reserve),
the NIST AI RMF and ISO/IEC 42001. A rule that passed proves nothing but what it says.

This page is written by `make guide` from the rules. [How to check a lineage](../how-to/check-a-lineage.md).
"""


def build_guide() -> str:
    """Return the reference as Markdown."""
    return "\n".join([_HEAD, *(line for section in Section for line in _format_section(section))])


def _format_section(section: Section) -> Iterator[str]:
    yield f"## {section.value}"
    yield "| rule | severity | finds | matters because | asked for by |"
    yield "|---|---|---|---|---|"
    yield from (_format_rule(rule) for rule in RULES if rule.section is section)
    yield ""


def _format_rule(rule: Rule) -> str:
    cells = (f"`{rule.id}`", rule.severity.value, rule.condition, rule.reason, "; ".join(rule.references))
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the reference."""
    GUIDE.write_text(build_guide(), encoding="utf-8")


if __name__ == "__main__":
    main()
