"""Numbers of items: the forms that agencies give them, and lines that only look so."""

from __future__ import annotations

import pytest

from dateline.ingest.lines import Line
from dateline.ingest.numbers import is_code, wire_id

FORMS = {
    "ABC07012026000045ID1100": "ABC07012026000045ID1100",
    "Ref: AB-20260107-1": "AB-20260107-1",
    "HALDWIRE ref. 07012026/HLD/00847": "07012026/HLD/00847",
    "THE AGENCY 2026-01-07 / item 12": "THE AGENCY 2026-01-07 / item 12",
    "AGENCY / 07-01-2026 / 0091": "AGENCY / 07-01-2026 / 0091",
    "[AB/AGENCY 2026-01-07 #51177]": "AB/AGENCY 2026-01-07 #51177",
    "(AGENCY) 07.01.2026 – AB/EN/0481": "(AGENCY) 07.01.2026 – AB/EN/0481",
    "ABC 0047 4 POL 0412 07/01/26": "ABC 0047 4 POL 0412 07/01/26",
    "AGENCY_20260107_HLD_0417": "AGENCY_20260107_HLD_0417",
    "ABC/0107/152233 / 2nd lead, keep": "ABC/0107/152233",
    "ABC-EN 20260107-1617 sport/5": "ABC-EN 20260107-1617 sport/5",
    "abcnews/kl/1835hrs/07012026": "abcnews/kl/1835hrs/07012026",
    "ABC/1188/04": "ABC/1188/04",
    "Use with a link only. AB-07012026-0044": "AB-07012026-0044",
}


@pytest.mark.parametrize("text", FORMS)
def test_an_agencys_number_is_told_apart(text: str) -> None:
    """Its line ends the story: unseen, it and all furniture below stay in the article."""
    assert wire_id(Line(text, 0)) == FORMS[text]


@pytest.mark.parametrize(
    "text",
    [
        "HALD 07.01.2026 18:47",
        "HALD, 7 January 2026",
        "Hald: Kaiku–Into 1–2 (5–3, 1–4, 1–2)",
        "USD/CLP 940.00   COPPER 4.61",
        "Case No. 2024-001234 was adjourned.",
        "No. 118 was the last tram.",
        "($1 = 940 Chilean pesos)",
        "06:55",
        "+47 55 50 10 20",
        "1. LUND 14:52.03, 2. MOE 14:53.41",
    ],
)
def test_datelines_results_and_rates_are_no_numbers(text: str) -> None:
    """A story would end at its own table, and lose all below."""
    assert wire_id(Line(text, 0)) is None


@pytest.mark.parametrize(
    "text",
    ["ABC 200225 1841 CI KOL 0318", "ABC #20250508-C-0039", "[ABC PRESS] ABC 1110-17"],
)
def test_a_code_below_a_story_is_told_apart(text: str) -> None:
    """Too bare to end a story, it would stay as the article's last line."""
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anneli Raud, +372 555 0199, press@hald.example",
        "2025/2026",
        "Hald: Kaiku–Into 1–2 (5–3, 1–4, 1–2)",
        "($1 = 1,386.40 won)",
        "HALD won in 2024.",
        "1. LUND 14:52.03, 2. MOE 14:53.41, 3. EK 14:53.50, 4. OG 14:55",
    ],
)
def test_results_rates_and_whom_to_call_are_no_codes(text: str) -> None:
    """The last line of a story would be lost."""
    assert not is_code(text)
