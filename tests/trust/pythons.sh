#!/bin/sh
# The tests of the core under other Pythons of this machine: PYTHONS="python3.12 python3.13" sh tests/trust/pythons.sh
set -eu
tried=0
for python in $PYTHONS; do
  if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "$python: not on this machine"
    continue
  fi
  home=.venv-pythons/$(basename "$python")
  test -d "$home" || "$python" -m venv "$home"
  "$home/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
  "$home/bin/python" -VV
  "$home/bin/pytest" -rN -o addopts="--strict-markers" -p no:cacheprovider "$@" tests/stages tests/names tests/dates tests/tagger tests/exports tests/merging \
    tests/batch/test_run.py tests/batch/test_writer.py tests/trust/test_properties.py tests/trust/test_safety.py tests/test_*.py
  tried=$((tried + 1))
done
test "$tried" -gt 0 || { echo "none of them is on this machine: name others, make test-pythons PYTHONS=..."; exit 1; }
