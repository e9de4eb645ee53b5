"""Every id of the page, once. The names that scripts may rely on are those of the README.

A control of the query has the name of its part of the address, so that a message about a part finds
the control where it was typed.
"""

ADDRESS = "address"
LINEAGE = "lineage"
HOME = "home"
ACCOUNT = "account"
GRAPH = "graph"
STATUS = "status"
COMPLETENESS = "completeness"
PROGRESS = "progress"
"""How far reading has got; the browser fills it."""
STOP = "stop"
READ_ON = "read-on"
AGE = "age"
"""When the answer was read; the browser says how long ago that is."""
REFRESH = "refresh"
NOTICE = "notice"
RETRY = "retry"
DETAILS = "details"
FACTS = "facts"
"""Store: the facts of the focus as HTML, which the browser puts among the details."""
WELCOME = "welcome"
TABLE = "table"
ANSWER = "answer"
LEGEND = "legend"
BETWEEN = "between"
BETWEEN_TOLD = "between-told"
"""What a screen reader is told of the paths between two entities; the other is where they are listed."""
VIEW = "view"
LENS = "lens"
LINES = "edges"

START = "start"
DIRECTION = "direction"
DEPTH = "depth"
LINEAGE_TYPE = "lineage_type"
TYPE = "type"
PROPERTY = "property"
CREATED_AFTER = "created_after"
CREATED_BEFORE = "created_before"
MODIFIED_AFTER = "modified_after"
MODIFIED_BEFORE = "modified_before"
PATHS = "paths"
RUN = "run"
HITS = "hits"
TYPED = "typed"
"""Store: what stands in the start box since the last pause in typing."""

CONTROLS = (
    START,
    DIRECTION,
    DEPTH,
    LINEAGE_TYPE,
    TYPE,
    CREATED_AFTER,
    CREATED_BEFORE,
    MODIFIED_AFTER,
    MODIFIED_BEFORE,
    PROPERTY,
)
"""The controls that can show a message of their own."""

ASKED = "asked"
"""Store: counts the times that the same question was asked again."""

ZOOM_IN = "zoom-in"
ZOOM_OUT = "zoom-out"
FIT = "fit"
CENTRE = "centre"
FLOW = "flow"
LOOK_FOR = "look-for"
OUTLINE = "outline"
SHOW_OUTLINE = "show-outline"
TRAIL = "trail"
KEYS = "keys"
SHOW_KEYS = "show-keys"
SPOKEN = "spoken"
"""What a screen reader is told of the card that the keyboard has come to."""
COPY_LINK = "copy-link"
SAVE = "save"
PRESENT = "present"
SHARE = "share"
END = "end"
QUESTION_PANEL = "question"
QUESTION_TOGGLE = "toggle-question"
FACTS_TOGGLE = "toggle-facts"
THEME = "theme"
