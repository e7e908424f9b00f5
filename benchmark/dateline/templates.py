"""Templates of a package, read in the one way that all our pages are made."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["templates_of"]


def templates_of(package: str, *, escape: bool = True, final_newline: bool = False) -> Environment:
    """The templates in the folder `templates` of a package; what is not given is an error.

    Args:
        package: its full name.
        escape: whether what is filled in is escaped for HTML and SVG; Markdown wants none.
        final_newline: whether a page ends with the line end of its template.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=final_newline,
    )
