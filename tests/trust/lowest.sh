#!/bin/sh
# The lowest version of each direct dependency, and the tests of the core with them.
set -eu
test -d .venv-lowest || "$PYTHON" -m venv .venv-lowest
.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct --editable .
.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python 'pytest>=8.3' 'hypothesis>=6.120' \
  'opencc>=1.1.9' 'lunar_python>=1.4.8' 'packaging>=24'
.venv-lowest/bin/python -m pip --disable-pip-version-check list 2>/dev/null |
  grep -iE '^(pydantic|jieba|spacy|ahocorasick|numpy|pyyaml|typer|rich) '
# The lowest typer calls what the newest click warns of; it works, and the warning is not ours to mend.
.venv-lowest/bin/pytest -q -W ignore::DeprecationWarning "$@" tests/stages tests/names tests/dates tests/tagger tests/test_api.py tests/test_records.py \
  tests/test_samples.py tests/test_robustness.py tests/test_cli.py
