"""What mkdocs needs besides docs/: pages made of files that lie outside of it, and their links.

The sources stay as they are read in a checkout (`[README](../README.md)`); here each such link is led to the
page that the site has instead.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent.parent
# File of the project → page of the site.
OUTSIDE = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "LICENSE": "license.md",
    "NOTICE": "notice.md",
    "data/samples/README.md": "samples.md",
    "models/tagger/README.md": "models/tagger.md",
    "models/reader/README.md": "models/reader.md",
    "models/events/README.md": "models/events.md",
    "tests/phenomena/README.md": "phenomena.md",
    **{
        f"examples/{name}.py": f"notebooks/{name}.md"
        for name in ("article", "corpus_of_a_year", "actors_and_dyads")
    },
}
SOURCES = {page: path for path, page in OUTSIDE.items()}
UNLISTED = ("license.md", "notice.md", "phenomena.md")  # reached by links alone
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^( *)(```+).*?^\1\2$", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made of files outside of docs/, the list of schemas and the style."""
    from mkdocs.structure.files import File, InclusionLevel

    pages = {page: content_of(path) for path, page in OUTSIDE.items()} | {"schema/index.md": schema_page()}
    for page, content in pages.items():
        made = File.generated(config, page, content=content)
        if page in UNLISTED:
            made.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(made)
    style = Path(__file__).with_name("site.css").read_text(encoding="utf-8")
    files.append(File.generated(config, "site.css", content=style))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead the links of a page to where the site has what they name."""
    here = page.file.src_uri
    return relinked(markdown, here, SOURCES.get(here, f"docs/{here}"))


def content_of(path: str) -> str:
    """A file of the project as Markdown: a notebook by its cells, a text without Markdown as it is."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".py"):
        return notebook(text)
    return text if path.endswith(".md") else f"# {path}\n\n```text\n{text}```\n"


def notebook(source: str) -> str:
    """A notebook in the percent format as Markdown.

    >>> notebook("# %% [markdown]\\n# # One\\n\\n# %%\\n1 + 1\\n")
    '# One\\n\\n```py\\n1 + 1\\n```\\n'
    """
    parts = []
    for cell in source.split("# %%")[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head:
            parts.append(
                "\n".join(line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines())
            )
        else:
            parts.append(f"```py\n{body.strip()}\n```")
    return "\n\n".join(parts) + "\n"


def schema_page() -> str:
    """The list of the JSON Schemas, which lie beside it."""
    rows = "".join(
        f"| [{path.name}]({path.name}) |\n" for path in sorted((ROOT / "docs" / "schema").glob("*.json"))
    )
    return (
        "# JSON Schemas\n\nOf each record of [records.md](../records.md), as `cnevents schema` prints it.\n\n"
        f"| file |\n|---|\n{rows}"
    )


def relinked(markdown: str, page: str, source: str) -> str:
    """The Markdown with each link led from the file it names to the page that stands for it.

    >>> relinked("see [here](../README.md#install)", "names.md", "docs/names.md")
    'see [here](overview.md#install)'
    >>> relinked("[dates](docs/dates.md)", "overview.md", "README.md")
    '[dates](dates.md)'
    """

    def led(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        if target == "docs/schema":
            target = "docs/schema/index.md"
        if target not in OUTSIDE and not target.startswith("docs/"):
            return match[0]  # mkdocs will say that it leads nowhere
        home = OUTSIDE.get(target, target.removeprefix("docs/"))
        return f"]({posixpath.relpath(home, posixpath.dirname(page) or '.')}{match[2] or ''})"

    kept = [match.span() for match in FENCE.finditer(markdown)]
    return LINK.sub(
        lambda match: match[0] if any(a <= match.start() < b for a, b in kept) else led(match), markdown
    )
