"""`python -m cnevents.cli`."""

from __future__ import annotations

import sys

from cnevents.cli import main

sys.exit(main())
