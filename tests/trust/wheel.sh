#!/bin/sh
# From the sources to records: sdist, wheel out of the sdist, a clean environment, a folder that is no checkout.
set -eu
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$BIN/python" -m pip install --quiet --disable-pip-version-check build
"$BIN/python" -m build --sdist --outdir "$work/dist" . >"$work/log" 2>&1 || { tail -20 "$work/log"; exit 1; }
"$PYTHON" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip --disable-pip-version-check"
$pip wheel --quiet --no-deps --wheel-dir "$work/dist" "$work"/dist/*.tar.gz
$pip install --quiet "$work"/dist/*.whl
ls -l "$work"/dist | awk 'NR > 1 {print $NF, $5, "bytes"}'
cp data/samples/visit.txt "$work/visit.txt"
cd "$work"
cat >read.py <<'END'
import sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise PermissionError(event)
sys.addaudithook(refuse)
import pathlib
import cnevents
assert str(pathlib.Path(cnevents.__file__)).startswith(sys.prefix), cnevents.__file__
events = cnevents.extract_events(pathlib.Path("visit.txt").read_text(encoding="utf-8"), published="2025-04-16")
assert events, "no records"
print(len(events), "records from the wheel alone, sockets forbidden")
END
venv/bin/python -W error::ResourceWarning read.py
venv/bin/cnevents extract visit.txt --published 2025-04-16 --format jsonl | wc -l
venv/bin/python -m pip --disable-pip-version-check check
