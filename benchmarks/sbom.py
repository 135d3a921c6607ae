"""A bill of materials of a plain install, as CycloneDX 1.6: every package with version and licence.

python benchmarks/sbom.py > sbom.json
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from typing import Any

from packaging.requirements import Requirement


def component(name: str) -> dict[str, Any]:
    """A package as CycloneDX has it."""
    about = importlib.metadata.metadata(name)
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{about['Version']}",
        "name": name,
        "version": about["Version"],
        "purl": f"pkg:pypi/{name}@{about['Version']}",
    }
    if about.get("License-Expression"):
        found["licenses"] = [{"expression": about["License-Expression"]}]
    else:
        classes = [
            line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if "License" in line
        ]
        found["licenses"] = [
            {"license": {"name": one}} for one in classes or [about.get("License", "unknown")]
        ]
    return found


def needs(name: str) -> list[str]:
    """The packages that a package needs here, without extras."""
    lines = [Requirement(line) for line in importlib.metadata.requires(name) or ()]
    kept = [one for one in lines if one.marker is None or one.marker.evaluate({"extra": ""})]
    return sorted({one.name.lower().replace("_", "-") for one in kept})


def main() -> None:
    """Write the document to standard output."""
    tree: dict[str, list[str]] = {}
    waiting = ["cnevents"]
    while waiting:
        name = waiting.pop()
        tree[name] = needs(name)
        waiting += [one for one in tree[name] if one not in tree and one not in waiting]
    parts = {name: component(name) for name in sorted(tree)}
    whole = parts.pop("cnevents")
    json.dump(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": whole},
            "components": list(parts.values()),
            "dependencies": [
                {
                    "ref": (parts.get(name) or whole)["bom-ref"],
                    "dependsOn": [parts[one]["bom-ref"] for one in under],
                }
                for name, under in sorted(tree.items())
            ],
        },
        sys.stdout,
        indent=2,
    )


if __name__ == "__main__":
    main()
