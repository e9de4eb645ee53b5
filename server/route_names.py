"""Names of routes for log and metrics, without what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

UNKNOWN = "other"


@dataclass(frozen=True, slots=True)
class RouteNames:
    """Routes of a server.

    Attributes:
        exact: Paths without variable parts.
        prefixes: Beginnings of paths with variable parts, the longest first.
        pages: Paths that people open, and that other sites may link to.
        open_paths: Paths that answer without signing in.
        static_prefixes: Beginnings of paths of files that hold nothing of the account.
        body_limits: Most bytes that may be sent to a path, where it is not `max_body_bytes`.
        max_body_bytes: Most bytes that may be sent to any other path.
    """

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset({"/"})
    open_paths: frozenset[str] = frozenset({"/health", "/ready"})
    static_prefixes: tuple[str, ...] = ()
    body_limits: dict[str, int] = field(default_factory=dict)
    max_body_bytes: int = 1024 * 1024

    def name_path(self, path: str) -> str:
        """Return the name of a path's route."""
        if path in self.exact:
            return path
        prefix = next((prefix for prefix in self.prefixes if path.startswith(prefix)), "")
        return f"{prefix}*" if prefix else UNKNOWN

    def is_static(self, path: str) -> bool:
        """Return whether a path is that of a file of the page."""
        return path.startswith(self.static_prefixes)

    def get_body_limit(self, path: str) -> int:
        """Return the most bytes that may be sent to a path."""
        return self.body_limits.get(path, self.max_body_bytes)


def split_rules(rules: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the exact paths and the prefixes of a web framework's rules.

    A rule that fits every path has no prefix.
    """
    rules = list(rules)
    exact = frozenset(rule for rule in rules if "<" not in rule)
    prefixes = {rule.partition("<")[0] for rule in rules if "<" in rule} - {"/", ""}
    return exact, tuple(sorted(prefixes, key=len, reverse=True))
