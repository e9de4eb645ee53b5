"""Ids of all components of the page.

docs/reference/page-hooks.md lists those that scripts may rely on. A control of the query form has the name of
its URL parameter, so that an error message about a parameter is shown at its control.
"""

ADDRESS = "address"
URL_GRAMMAR = "url-grammar"
"""Element with the grammar of the address as JSON, for the page's script."""
LINEAGE = "lineage"
HOME = "home"
ACCOUNT = "account"
ACCOUNT_LIST = "account-list"
GRAPH = "graph"
STATUS = "status"
COMPLETENESS = "completeness"
PROGRESS = "progress"
"""Progress of reading, filled in by the browser."""
STOP = "stop"
READ_ON = "read-on"
AGE = "age"
"""Time at which the graph was read.

The browser shows how long ago that is."""
REFRESH = "refresh"
NOTICE = "notice"
RETRY = "retry"
DETAILS = "details"
FACTS = "facts"
"""Store with the facts about the focus as HTML.

The browser inserts them into the details panel."""
PEEK = "peek"
"""Store with the address of another entity, whose facts the details panel is to show."""
WELCOME = "welcome"
OPEN_FILE = "open-file"
"""Panel of the first screen that opens files."""
TABLE = "table"
DOCUMENT = "document"
ANSWER = "answer"
LEGEND = "legend"
BETWEEN = "between"
BETWEEN_STATUS = "between-told"
"""Status region that announces the paths to screen readers.

`BETWEEN` holds their list."""
VIEW = "view"
COLOR_BY = "lens"
LINE_STYLE = "edges"

START = "start"
DIRECTION = "direction"
DEPTH = "depth"
DEPTH_UP = "depth_up"
DEPTH_DOWN = "depth_down"
LINEAGE_TYPE = "lineage_type"
TYPE = "type"
PROPERTY = "property"
TAG = "tag"
CREATED_AFTER = "created_after"
CREATED_BEFORE = "created_before"
MODIFIED_AFTER = "modified_after"
MODIFIED_BEFORE = "modified_before"
PATHS = "paths"
RUN = "run"
WHOLE_FORM = "whole-form"
"""Button of the search that opens the rest of the form."""
SUGGESTIONS = "hits"
TYPED_START = "typed"
"""Store with the text of the start box since typing last paused."""
PROPERTY_FOCUS = "property-focus"
"""Store with the address at which the box of properties got the focus."""
PROPERTY_OFFERS = "property-offers"
"""Store with what the box of properties offers then.

The browser adds it to what the box holds."""

CONTROLS = (
    START,
    DIRECTION,
    DEPTH,
    DEPTH_UP,
    DEPTH_DOWN,
    LINEAGE_TYPE,
    TYPE,
    CREATED_AFTER,
    CREATED_BEFORE,
    MODIFIED_AFTER,
    MODIFIED_BEFORE,
    PROPERTY,
    TAG,
)
"""Controls that can show an error message of their own."""

RERUN_COUNT = "asked"
"""Store that counts repeated runs of the same query."""

ZOOM_IN = "zoom-in"
ZOOM_OUT = "zoom-out"
FIT = "fit"
CENTER = "center"
ORIENTATION = "flow"
FIND = "look-for"
OUTLINE = "outline"
SHOW_OUTLINE = "show-outline"
MEMBERS = "members"
RESET_MOVES = "reset-moves"
HEADLINE = "headline"
KEY_FACTS = "key-facts"
CHIPS = "chips"
ZOOM_LEVEL = "zoom-level"
SEARCH = "search"
TRAIL = "trail"
KEYS = "keys"
SHOW_KEYS = "show-keys"
CARD_STATUS = "spoken"
"""Status region that announces the card selected with the keyboard."""
COPY_LINK = "copy-link"
EXPORT = "export"
PRESENT = "present"
SHARE = "share"
END_PRESENTATION = "end"
QUESTION_PANEL = "question"
QUESTION_TOGGLE = "toggle-question"
FACTS_TOGGLE = "toggle-facts"
THEME = "theme"
