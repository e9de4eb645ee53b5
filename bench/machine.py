"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

_PACKAGES = ("dash", "dash-cytoscape", "waitress", "sqlalchemy", "boto3")


def machine(chromium: str) -> dict[str, str]:
    """Return what of this machine bears on its figures.

    Args:
        chromium: The browser's version.
    """
    return {
        "processor": f"{os.cpu_count()} cores, {platform.machine()}",
        "load": f"{os.getloadavg()[0]:.1f} processes in the last minute before the bench",
        "system": platform.system() + " " + platform.release(),
        "Python": platform.python_version(),
        "Chromium": chromium,
        **{package: version(package) for package in _PACKAGES},
    }
