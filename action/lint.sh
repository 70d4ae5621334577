#!/usr/bin/env bash
# Runs lint.py in the working directory, with the environment that install.sh made.
set -euo pipefail
python="$RUNNER_TEMP/voxml-action/bin/python"
[ "${RUNNER_OS:-}" != Windows ] || python="$RUNNER_TEMP/voxml-action/Scripts/python.exe"
exec "$python" "$ACTION/action/lint.py"
