"""Settings of the accounts that an explorer shows: a file, or options.

A file is TOML or JSON: one table for each account, under its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from lineage_explorer.errors import InvalidQuery
from lineage_explorer.graph.model import shorten_middle
from lineage_explorer.query.places import ACCOUNT_NAME

MAX_ACCOUNTS = 50
"""Accounts of one explorer; each has caches and calls of its own."""

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::(?P<account>\d{12}):role/\S+")
_ACCOUNT_ID = re.compile(r"\d{12}")
_ALIAS = re.compile(r"account-\d+", re.IGNORECASE)
_EXAMPLE = '[staging]\nprofile = "ml-staging"\nregion = "us-west-2"'


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """One account in one region, and how it is reached.

    Attributes:
        name: Its name in addresses.
        profile: AWS profile; empty for the usual one.
        region: AWS region; empty for that of the profile.
        role: ARN of the role to assume; empty for none.
        external_id: External id that the role wants.
        endpoint_url: Another SageMaker endpoint; empty for AWS's.
        files: An account file, database URL or saved responses, instead of AWS.
        account_id: Its twelve digits; empty to ask the account.
    """

    name: str
    profile: str = ""
    region: str = ""
    role: str = ""
    external_id: str = ""
    endpoint_url: str = ""
    files: tuple[str, ...] = ()
    account_id: str = ""

    @property
    def known_account_id(self) -> str:
        """The account's id as far as the settings hold it."""
        match = _ROLE.fullmatch(self.role)
        return self.account_id or (match["account"] if match else "")


_TEXTS = tuple(each.name for each in fields(AccountSettings) if each.name not in ("name", "files"))
_WORDS = (*_TEXTS, "regions", "file", "files")
"""What the table of an account may hold."""


def read_account_file(path: Path) -> tuple[AccountSettings, ...]:
    """Read the accounts of a file, in its order.

    Raises:
        InvalidQuery: It cannot be read, or says something that is not understood.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix.lower() == ".json" else _parse_toml(text)
    except OSError as error:
        raise _build_error(f"“{path}” cannot be read: {error.strerror}.") from error
    except ValueError as error:  # of either parser, and of text that is not UTF-8
        raise _build_error(f"“{path}” is neither TOML nor JSON: {error}.") from error
    if not isinstance(content, dict) or not content:
        raise _build_error(f"“{path}” names no account. Write one as:\n{_EXAMPLE}")
    found = tuple(
        replace(each, files=tuple(_resolve_file(path, file) for file in each.files))
        for name, table in content.items()
        for each in _parse_table(name, table, f"in “{path}”")
    )
    return check_accounts(found)


def parse_account_option(text: str) -> tuple[AccountSettings, ...]:
    """Parse `NAME,key=value,…`, as `--add-account` takes it.

    Raises:
        InvalidQuery: It is not understood.
    """
    name, *pairs = _split_pairs(text)
    return _parse_table(name, _parse_pairs(pairs, text), f"in “{text}”")


def parse_role_option(text: str) -> tuple[AccountSettings, ...]:
    """Parse `NAME=ARN,key=value,…`, as `--role` takes it.

    Raises:
        InvalidQuery: It is not understood.
    """
    first, *pairs = _split_pairs(text)
    name, separator, role = first.partition("=")
    if not separator or not role:
        raise _build_error(
            f"“{shorten_middle(text, 120)}” does not name a role: "
            "write NAME=arn:aws:iam::222233334444:role/Reader."
        )
    return _parse_table(name, {"role": role, **_parse_pairs(pairs, text)}, f"in “{text}”")


def check_accounts(accounts: Sequence[AccountSettings]) -> tuple[AccountSettings, ...]:
    """Return accounts whose names differ.

    Raises:
        InvalidQuery: Two have the same name, or there are too many.
    """
    names = [each.name for each in accounts]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise _build_error(f"Two accounts are named “{twice}”. Give each a name of its own.")
    if len(accounts) > MAX_ACCOUNTS:
        raise _build_error(f"{len(accounts)} accounts are named; one explorer shows at most {MAX_ACCOUNTS}.")
    return tuple(accounts)


def _parse_toml(text: str) -> Any:
    import tomllib  # noqa: PLC0415 - most explorers have no such file

    return tomllib.loads(text)


def _split_pairs(text: str) -> list[str]:
    """Split an option at its keys; a role's name may hold commas."""
    return re.split(rf",(?=(?:{'|'.join(_WORDS)})=)", text)


def _parse_pairs(pairs: Sequence[str], text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key in values:
            raise _build_error(f"“{key}” stands twice in “{shorten_middle(text, 120)}”; once is enough.")
        values[key] = [value] if key in ("regions", "files") else value
    return values


def _parse_table(name: str, table: Any, place: str) -> tuple[AccountSettings, ...]:
    """Return the accounts of one table: one for each of its regions."""
    _check_name(name)
    if not isinstance(table, Mapping):
        raise _build_error(f"“{name}” {place} is not a table. Write one as:\n{_EXAMPLE}")
    for key in table:
        if key not in _WORDS:
            raise _build_error(f"“{key}” of “{name}” {place} is not understood: use {', '.join(_WORDS)}.")
    texts = {key: _read_text(name, key, table[key]) for key in _TEXTS if key in table}
    files = tuple(_read_texts(name, "files", table.get("files") or table.get("file") or ()))
    settings = AccountSettings(name, **texts, files=files)
    _check_settings(settings)
    regions = tuple(_read_texts(name, "regions", table.get("regions", ())))
    if not regions:
        return (settings,)
    if settings.region or settings.files:
        raise _build_error(
            f"“{name}” {place} has “regions” beside “{'file' if files else 'region'}”: choose one."
        )
    if len(regions) == 1:
        return (replace(settings, region=regions[0]),)
    return tuple(replace(settings, name=f"{name}-{region}", region=region) for region in regions)


def _check_name(name: str) -> None:
    if not ACCOUNT_NAME.fullmatch(name):
        raise _build_error(
            f"“{shorten_middle(name, 60)}” is not an account name: begin with a letter or a digit, go on "
            "with letters, digits, dots, hyphens and underscores."
        )
    if _ALIAS.fullmatch(name):
        raise _build_error(f"“{name}” stands for an account whose name is hidden. Choose another name.")


def _check_settings(settings: AccountSettings) -> None:
    name = settings.name
    if settings.role and not _ROLE.fullmatch(settings.role):
        raise _build_error(
            f"“{shorten_middle(settings.role, 120)}” of “{name}” is not the ARN of a role: write "
            "arn:aws:iam::222233334444:role/Reader."
        )
    if settings.external_id and not settings.role:
        raise _build_error(f"“{name}” has an external id, but no role that wants one. Add “role”.")
    if settings.account_id and not _ACCOUNT_ID.fullmatch(settings.account_id):
        raise _build_error(
            f"“{settings.account_id}” of “{name}” is not an account id, which has twelve digits."
        )
    others = [key for key in _TEXTS if key != "account_id" and getattr(settings, key)]
    if settings.files and others:
        raise _build_error(
            f"“{name}” is a file, so “{others[0]}” does not apply to it. Leave one of them out."
        )


def _read_text(name: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _build_error(f"“{key}” of “{name}” must be text in quotes, not {value!r}.")
    return value.strip()


def _read_texts(name: str, key: str, value: Any) -> Iterator[str]:
    for each in value if isinstance(value, (list, tuple)) else [value]:
        yield _read_text(name, key, each)


def _resolve_file(settings_path: Path, file: str) -> str:
    """Return a file's path, which is relative to the settings."""
    return file if "://" in file else str(settings_path.resolve().parent / file)


def _build_error(sentence: str) -> InvalidQuery:
    return InvalidQuery(sentence, field="accounts")
