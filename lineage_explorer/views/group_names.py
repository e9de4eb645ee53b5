"""Names of groups: what members have in common, and their number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from lineage_explorer.graph.date_text import format_month
from lineage_explorer.graph.entity_names import SEPARATOR, EntityName, find_common_name
from lineage_explorer.graph.entity_styles import Family, style_of
from lineage_explorer.graph.model import Arn, Entity, Vertex, split_arn
from lineage_explorer.graph.serving import is_model_package
from lineage_explorer.graph.visible_text import normalize_look
from lineage_explorer.questions.answer import format_count
from lineage_explorer.views.grouping import Group, GroupedGraph
from lineage_explorer.views.overview import GroupKind


def name_groups(
    grouped: GroupedGraph, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]
) -> dict[Arn, EntityName]:
    """Return the names of groups, by the vertices that represent them.

    Groups that would look the same, or like another card, are named by a member.

    Args:
        grouped: The drawn graph.
        names: Names of all entities.
        entities: Descriptions of entities.
    """
    groups = grouped.closed_groups
    found = {arn: name_group(group, names, entities) for arn, group in groups.items()}
    others = [names[arn] for arn in grouped.graph.vertices if arn not in groups]
    looks = Counter(map(_normalize_name, (*found.values(), *others)))
    return {
        arn: name if looks[_normalize_name(name)] == 1 else _name_by_member(groups[arn], names, entities)
        for arn, name in found.items()
    }


def _normalize_name(name: EntityName) -> EntityName:
    return EntityName(normalize_look(name.title), normalize_look(name.subtitle))


def _name_by_member(
    group: Group, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]
) -> EntityName:
    """Return the name of a group's first member, counting the others."""
    first = min(names[arn] for arn in list_described_members(group, entities))
    return EntityName(f"{first.title} and {len(group.members) - 1:,} more", first.subtitle)


def name_group(group: Group, names: Mapping[Arn, EntityName], entities: Mapping[Arn, Entity]) -> EntityName:
    """Return the name of a group: what it holds, and how many."""
    members = list_described_members(group, entities)
    total = len(group.members)
    if is_single_endpoint(group):
        return EntityName(names[group.members[0]].title, names[group.members[0]].subtitle)
    if group.kind is GroupKind.ENDPOINT and not _count_contexts(group):
        return EntityName(f"{total:,} deployments", _describe_period(members, entities))
    if group.kind is GroupKind.ACCOUNT:
        return EntityName(
            f"Account {split_arn(group.members[0]).account}", f"other account · {total:,} entities"
        )
    noun = _NOUNS.get(group.kind)
    if noun is None:
        subtitles = [names[arn].subtitle for arn in members if names[arn].subtitle]
        title = _format_counted(find_common_name([names[arn].title for arn in members], total=total), total)
        return EntityName(title, find_common_name(subtitles, total=total) if subtitles else "")
    subjects = [arn for arn in members if _is_subject(group.kind, arn, entities)] or members
    if group.kind is GroupKind.SOURCES:
        noun = _choose_source_noun(members, entities)
    number = _count_subjects(group, entities)
    count = format_count(number, noun)
    telling = [arn for arn in subjects if arn in entities or _is_named_by_arn(arn)]
    titles = [_RUN_NUMBER.sub("", names[arn].title) for arn in telling]
    period = _describe_period(subjects, entities)
    if titles and group.kind in (GroupKind.SOURCES, GroupKind.IMAGES):
        return EntityName(count, SEPARATOR.join(filter(None, [_list_titles(titles), period])))
    title = SEPARATOR.join([*([_join_titles(titles)] if titles else []), *([count] if number > 1 else [])])
    title = title or count
    return EntityName(title, period)


def _format_counted(title: str, total: int) -> str:
    """Return the whole words of a common beginning, and a number."""
    words = _LAST_PART.sub("", title)
    return f"{words}{SEPARATOR}{total:,}" if title.endswith("…") and words else title


_LAST_PART = re.compile(r"[-_./ ]?[^-_./ ]?…$")
"""Ellipsis at the end, with a separator and a single letter, as that of a version, before it."""


def _is_named_by_arn(arn: Arn) -> bool:
    """Return whether an ARN contains the name, as a job's does."""
    return ":artifact/" not in arn and ":action/" not in arn


def _choose_source_noun(members: Sequence[Arn], entities: Mapping[Arn, Entity]) -> str:
    """Return what sources are, if all are alike."""
    families = {
        style_of(Vertex(arn, split_arn(arn).lineage_type, entity.type), entity).family
        for arn in members
        if (entity := entities.get(arn))
    }
    return _SOURCE_NOUNS.get(families.pop(), "source") if len(families) == 1 else "source"


_SOURCE_NOUNS = {Family.DATA: "data set", Family.CODE: "script", Family.REPORT: "report"}


_NOUNS = {
    GroupKind.RUNS: "run",
    GroupKind.TUNING: "job",
    GroupKind.VERSIONS: "version",
    GroupKind.IMAGES: "image",
    GroupKind.ENDPOINT: "endpoint",
    GroupKind.SOURCES: "source",
}
_RUN_NUMBER = re.compile(r"( #\d+| v\d+)$")
_MAX_JOINED = 2


def _join_titles(titles: Sequence[str]) -> str:
    """Return up to two titles, or what all have in common."""
    frequent = [title for title, _ in Counter(titles).most_common()]
    if len(frequent) <= _MAX_JOINED:
        return ", ".join(frequent)
    common = find_common_name(frequent, total=len(frequent))
    return f"{frequent[0]} and {len(frequent) - 1} more" if common.endswith(" more") else common


def _list_titles(titles: Sequence[str]) -> str:
    """Return the most frequent titles, and how many there are beside them."""
    frequent = [title for title, _ in Counter(titles).most_common()]
    rest = len(frequent) - _MAX_JOINED
    return ", ".join(frequent[:_MAX_JOINED]) + (f" and {rest} more" if rest > 0 else "")


def _is_subject(kind: GroupKind, arn: Arn, entities: Mapping[Arn, Entity]) -> bool:
    """Return whether a member is what its group counts."""
    if kind in (GroupKind.RUNS, GroupKind.TUNING):
        return ":experiment-trial-component/" in arn
    if kind is GroupKind.VERSIONS:
        return ":artifact/" in arn and is_model_package(entities.get(arn))
    return kind is not GroupKind.ENDPOINT or ":context/" in arn


def _count_subjects(group: Group, entities: Mapping[Arn, Entity]) -> int:
    """Count what a group counts, described or not."""
    if group.kind is GroupKind.VERSIONS:
        return sum(":artifact/" in arn for arn in group.members)
    return sum(_is_subject(group.kind, arn, entities) for arn in group.members)


def is_single_endpoint(group: Group) -> bool:
    """Return whether a group is one endpoint with its deployments."""
    return group.kind is GroupKind.ENDPOINT and _count_contexts(group) == 1


def _count_contexts(group: Group) -> int:
    return sum(":context/" in arn for arn in group.members)


def _describe_period(arns: Sequence[Arn], entities: Mapping[Arn, Entity]) -> str:
    """Return from which month to which the members date."""
    moments = sorted(moment for arn in arns if (entity := entities.get(arn)) and (moment := entity.created))
    if not moments:
        return ""
    first, last = (format_month(moment) for moment in (moments[0], moments[-1]))
    return first if first == last else f"{first} to {last}"


def list_described_members(group: Group, entities: Mapping[Arn, Entity]) -> Sequence[Arn]:
    """Return the described members of a group, else all."""
    return [arn for arn in group.members if arn in entities] or group.members
