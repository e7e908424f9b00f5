"""Agreement as a page: plots that are looked at before tables are read."""

from __future__ import annotations

from pathlib import Path

from dateline import __version__
from dateline.files import write_text
from dateline.score.compare.agree_render import NOTES, confused
from dateline.score.compare.passes import Passes, matrix_of
from dateline.score.corpus import HEADLINE
from dateline.templates import templates_of

__all__ = ["write_page"]

TEMPLATE = "agreement.html.j2"


def write_page(passes: Passes, path: Path) -> None:
    """Write one HTML file that needs no network; what the passes say is escaped.

    Raises:
        InvalidInput: the file cannot be written.
    """
    page = (
        templates_of("dateline.score.compare")
        .get_template(TEMPLATE)
        .render(
            passes=passes,
            headline=HEADLINE,
            matrices={metric: matrix_of(passes, metric) for metric in HEADLINE},
            confused=confused,
            notes=NOTES,
            version=__version__,
        )
    )
    write_text(path, page)
