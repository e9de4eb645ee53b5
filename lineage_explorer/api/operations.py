"""Operations of the API: what each takes, answers and is called.

HTTP routes, the description of the API, the terminal and the tools of agents are made of this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lineage_explorer.api import parameters
from lineage_explorer.api.answer_body import (
    AnswerBody,
    QuestionsBody,
    build_answer_body,
    build_questions_body,
)
from lineage_explorer.api.api_request import ApiRequest, ReadLimits, parse_request
from lineage_explorer.api.checks_body import ChecksBody, build_checks_body
from lineage_explorer.api.compare_body import CompareBody, build_compare_body
from lineage_explorer.api.entity_body import EntityBody, build_entity_body
from lineage_explorer.api.impact_body import ImpactBody, build_impact_body
from lineage_explorer.api.lineage_body import LineageBody, build_lineage_body
from lineage_explorer.api.parameters import ADDRESS_PARAMETERS, Parameter
from lineage_explorer.api.search_body import SearchBody, build_search_body
from lineage_explorer.api.serving_body import ServingBody, build_serving_body
from lineage_explorer.explore.services import ExplorerServices


@dataclass(frozen=True, slots=True)
class Operation:
    """Operation of the API.

    Attributes:
        name: Its name, which ends the path of its route.
        summary: What it answers.
        body: Type of what it answers.
        build: Builds the body of a request.
        required: Parameters of the address that it cannot do without.
        own: Parameters that it takes beside those of the address.
    """

    name: str
    summary: str
    body: type
    build: Callable[[ExplorerServices, ApiRequest], Any]
    required: tuple[Parameter, ...] = ()
    own: tuple[Parameter, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters that it takes, the required ones marked."""
        required = {parameter.name: parameter for parameter in self.required}
        address = tuple(
            required[parameter.name].require() if parameter.name in required else parameter
            for parameter in ADDRESS_PARAMETERS
        )
        return (*self.own, *address)

    def run(self, services: ExplorerServices, search: str, limits: ReadLimits) -> Any:
        """Return the body for a query string.

        Raises:
            LineageError: A parameter is wrong, or there is nothing to answer with.
        """
        own_names = tuple(parameter.name for parameter in self.own)
        return self.build(services, parse_request(services.catalog, search, own_names, limits))


OPERATIONS = (
    Operation(
        "search",
        "What a text may mean: entities by ARN, URI, name or part of a name.",
        SearchBody,
        build_search_body,
        own=(parameters.TEXT.require(),),
    ),
    Operation(
        "questions",
        "What can be asked of an entity, the most useful first; without a start, all questions.",
        QuestionsBody,
        build_questions_body,
    ),
    Operation(
        "answer",
        "The answer to one question about an entity: a sentence, then the list.",
        AnswerBody,
        build_answer_body,
        required=(parameters.START, parameters.QUESTION),
        own=parameters.PAGE,
    ),
    Operation(
        "lineage",
        "The lineage of an entity: what it was made from and what was made from it.",
        LineageBody,
        build_lineage_body,
        required=(parameters.STARTS,),
        own=parameters.PAGE,
    ),
    Operation(
        "entity",
        "All that is known of one entity.",
        EntityBody,
        build_entity_body,
        own=(parameters.ARN.require(),),
    ),
    Operation(
        "serving",
        "Which version an endpoint serves, or served at a moment or in the course of a day.",
        ServingBody,
        build_serving_body,
        required=(parameters.START,),
    ),
    Operation(
        "compare",
        "What differs between two entities and all that is behind them, or between one then and now.",
        CompareBody,
        build_compare_body,
        required=(parameters.START, parameters.AGAINST),
    ),
    Operation(
        "checks",
        "What the lineage of an entity lacks; without a start, that of the whole account.",
        ChecksBody,
        build_checks_body,
        own=parameters.PAGE,
    ),
    Operation(
        "impact",
        "Whom a change of an entity reaches: what depends on it, the most urgent first, with owners.",
        ImpactBody,
        build_impact_body,
        required=(parameters.START,),
        own=parameters.PAGE,
    ),
)

OPERATIONS_BY_NAME = {operation.name: operation for operation in OPERATIONS}
