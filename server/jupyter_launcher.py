"""Entry of JupyterLab's launcher, by which jupyter-server-proxy starts the explorer."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

COMMAND = "lineage-explorer"
_ICON = Path(__file__).parents[1] / "assets" / "launcher.svg"
_STUDIO_FILE = Path("/opt/ml/metadata/resource-metadata.json")
"""File that SageMaker Studio puts into every space."""

_START_SECONDS = 60
_HOST = "127.0.0.1"


def describe_launcher() -> dict[str, Any]:
    """Return the entry, as jupyter-server-proxy takes it.

    Jupyter has signed its user in, and passes on the name of its own host, which the explorer does not know:
    as Host, and as Origin of what is posted.
    """
    options = ["--live"] if _is_in_studio() else []
    beside = shutil.which(COMMAND, path=str(Path(sys.executable).parent))
    return {
        "command": [beside or COMMAND, "--port", "{port}", *options],
        "timeout": _START_SECONDS,
        "new_browser_tab": True,
        "request_headers_override": {"Host": _HOST, "Origin": f"http://{_HOST}"},
        "launcher_entry": {"title": "Lineage Explorer", "icon_path": str(_ICON)},
    }


def _is_in_studio() -> bool:
    """Return whether to read the account of a Studio space."""
    return _STUDIO_FILE.exists() and not {"LINEAGE_LIVE", "LINEAGE_ACCOUNT"} & os.environ.keys()
