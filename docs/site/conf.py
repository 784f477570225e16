"""How `make docs` makes a site of the pages: nothing is moved or rewritten for it.

Sources are read from the top of the clone, so that a link between two pages is the same link on
the site, in an editor and on the page of a repository. The API reference is read from the code,
which is imported for it: only what a driver's author uses, and that is pure.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

TOP = Path(__file__).parents[2]

project = "Service hall"
copyright = "its contributors; Apache-2.0"  # noqa: A001  # the name is Sphinx's
version = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
root_doc = "docs/site/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/adr/*.md",
    "docs/protocols/*.md",
    "docs/site/*.md",
    "examples/**.md",
]
source_suffix = {".md": "markdown"}

myst_heading_anchors = 3  # a link to `page.md#a-heading` leads there
myst_links_external_new_tab = False

default_role = "code"  # `name` in a docstring is code, as everywhere else
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_type_aliases = {"Action": "Action", "Output": "Output"}
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 72

html_theme = "alabaster"
html_theme_options = {"description": project, "fixed_sidebar": True, "page_width": "1080px"}
html_show_sphinx = False
html_copy_source = False
