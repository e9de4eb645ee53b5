"""Server of tools for agents, on standard input and output.

It speaks the Model Context Protocol by its official package, which only this module imports.
"""

from __future__ import annotations

from typing import Any

from lineage_explorer.api.agent_tools import TOOLS, AgentTool, run_tool
from lineage_explorer.errors import InvalidQuery
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices

INSTRUCTIONS = (
    "Amazon SageMaker's ML lineage, read-only. Begin with `search`, then `questions` and `ask`. Answers say "
    "whether they are complete; repeat what could not be read, and never treat it as absent."
)


def serve_tools(scope: RequestScope[ExplorerServices], *, page_url: str) -> None:
    """Serve the tools until standard input ends.

    Args:
        scope: Supplies the services.
        page_url: Where the explorer is served, for links.

    Raises:
        InvalidQuery: The package of the protocol is not installed.
    """
    try:
        import anyio  # noqa: PLC0415 - an extra, which other commands do without
        from mcp.server.lowlevel import Server  # noqa: PLC0415 - as above
        from mcp.server.stdio import stdio_server  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise InvalidQuery(
            "The command mcp needs the Model Context Protocol package: "
            "install it with pip install 'lineage-explorer[mcp]', or pip install mcp in the checkout.",
            field="mcp",
        ) from error

    server = _build_server(Server, scope, page_url)

    async def serve() -> None:
        async with stdio_server() as (read_stream, write_stream):
            await server.run(read_stream, write_stream, server.create_initialization_options())

    anyio.run(serve)


def _build_server(server_type: Any, scope: RequestScope[ExplorerServices], page_url: str) -> Any:
    """Return a server whose tools run in threads, one for each call."""
    from anyio import to_thread  # noqa: PLC0415 - as above
    from mcp import types  # noqa: PLC0415 - as above

    tools = {tool.name: tool for tool in TOOLS}

    async def list_tools(_context: Any, _parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_describe(types, tool) for tool in TOOLS])

    async def call_tool(_context: Any, call: types.CallToolRequestParams) -> types.CallToolResult:
        tool, arguments = tools.get(call.name), call.arguments or {}
        if tool is None:
            text = f"“{call.name}” is not a tool: use one of {', '.join(tools)}."
            return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)
        result = await to_thread.run_sync(lambda: run_tool(scope, tool, arguments, page_url=page_url))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=result.text)],
            structured_content=result.content,
            is_error=result.content is None,
        )

    return server_type(
        "lineage-explorer",
        title="Lineage Explorer",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _describe(types: Any, tool: AgentTool) -> Any:
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True),
    )
