#!/usr/bin/env bash
# Installs voxml into an environment of its own, below the runner's temporary folder. The job's Python is left alone.
set -euo pipefail
home="$RUNNER_TEMP/voxml-action"
python="$home/bin/python"
[ "${RUNNER_OS:-}" != Windows ] || python="$home/Scripts/python.exe"
# What a tag or a commit names stays the same, a branch moves on.
what="voxml==${VERSION:-}"
if [ -z "${VERSION:-}" ]; then
  what="$ACTION"
  [[ "${GITHUB_ACTION_REF:-}" =~ ^(v[0-9.]+|[0-9a-f]{40})$ ]] || rm -rf "$home"
fi
if [ "$(cat "$home/installed" 2>/dev/null)" = "$what" ] && "$python" -c 'import voxml' 2>/dev/null; then
  echo "$what is installed"
  exit 0
fi
"${PYTHON:-python3}" -m venv --clear "$home"
"$python" -m pip install --disable-pip-version-check --quiet "$what"
echo "$what" > "$home/installed"
