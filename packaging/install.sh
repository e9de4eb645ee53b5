#!/bin/sh
# Installs the explorer into a folder of its own, as the image has it: without pip, without anything to write to.
#
#   packaging/install.sh /opt/lineage-explorer
#
# PYTHON        the Python to use, with pip (python3)
# REQUIREMENTS  what is installed first, with hashes (requirements.lock); empty for nothing
# PRODUCT       the explorer: this folder, or its wheel
set -eu
folder=$1
source=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
requirements=${REQUIREMENTS-$source/requirements.lock}
product=${PRODUCT:-$source}

pip() {
    "$python" -m pip --python "$folder/bin/python" --disable-pip-version-check "$@" --quiet --no-cache-dir --no-deps
}

"$python" -m venv --without-pip "$folder"
if [ -n "$requirements" ]; then
    pip install --require-hashes --only-binary :all: --requirement "$requirements"
fi
pip install "$product"
"$folder/bin/python" -m compileall -q "$folder"
chmod -R a+rX,a-w "$folder"
