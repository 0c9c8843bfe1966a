"""Datelines of all common forms are parted from the first sentence; sentences and acronyms in capitals are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import plain_article

from claimwire.ingest.sentences import sentences, split_sentences
from claimwire.ingest.sentences.datelines import dateline_end

DATELINES = [
    "PORT ELVERY (Reuters) - ",
    "PORT ELVERY, June 3, 2031 (AFP) — ",
    "PORT ELVERY, Mon., June 3 (Wire) — ",
    "PORT ELVERY, Harrow — ",
    "GENEVA/VIENNA (Reuters) - ",
    "ST. MARYS, June 3 — ",
    "ST. MARYS, June 3—",
    "PORT ORLAN, March 14 (Meridian Wire) — ",
    "PORT ORLAN, March 14 /Meridian Wire/ -- ",
    "MOSCOW, September 20. /TASS/. ",
    "MOSCOW. Sept 20 (Interfax) - ",
    "PARIS — ",
    "PARIS (AP) — ",
    "Paris (AFP) – ",
    "Port Elvery, June 3 (AFP) - ",
    "New Delhi [India], June 3 (ANI): ",
    "N'DJAMENA, Chad — ",
    "SÃO PAULO (AP) — ",
    "SÃO PAULO, 3 June 2031 – ",
    "SAINT-DENIS, France, 3 June (AFP) - ",
    "McALLEN, Texas (AP) — ",
    "WASHINGTON, D.C. (AP) — ",
    "UNITED NATIONS (AP) -- ",
    "SPRINGFIELD, Ill. — ",
    "PORT ELVERY, Republic of Harrow, Tuesday (Wire) — ",
    "PORT ELVERY, Tuesday — ",
    "PORT ELVERY, June 2031 — ",
    "ABOARD THE HARROW (AP) — ",
    "THE HAGUE, Netherlands (AP) — ",
    "THE HAGUE — ",
    "June 3 (Reuters) - ",
    "(Reuters) - ",
    "PORT ELVERY/ORLAN, June 3 (Reuters) - ",
    "L’ÎLE-D’YEU, June 3 – ",
    "PORT ELVERY, June 3 [Meridian] - ",
    "PORT ELVERY, Harrow, Sept. 3, 2031 (Meridian Wire/AFP) – ",
    "PORT ELVERY, 2031-06-03 (Wire) - ",
    "PORT ELVERY, Harrow, June 3, 2031 /PRNewswire/ -- ",
    "PORT ELVERY (June 3, 2031) — ",
    "ORLAN AND HARROW, June 3 (Wire) — ",
    "Port Elvery, Harrow (AP) — ",
    "PORT ELVERY, (Wire) - ",
    "PORT ELVERY, June 3 (Wire) — ",
    "PORT ELVERY, Wednesday, June 3 — ",
    "PORT ELVERY – ",
    "PORT ELVERY, June 3 - ",
    "O’FALLON, Mo. (AP) - ",
    "AL-HARROW, Orlan, Jun 3 (Wire) --- ",
    "РИГА, June 3 — ",
    "PORT ELVERY, June 3rd, 2031 (AFP) — ",
    "PORT ELVERY, Harrow, Thurs. — ",
    "PORT ELVERY-- ",
    "ORLAN-HARROW BORDER (AP) — ",
    "PORT ELVERY, Trinidad and Tobago (AP) — ",
    "PORT ELVERY, June 3 (Meridian Wire)—",
    "PORT ELVERY, Harrow (Meridian) – ",
    "PORT ELVERY (Meridian Wire) – ",
    "PORT ELVERY (Meridian) -- ",
    "PORT ELVERY, Saturday 3 June 2031 — ",
    "PORT ELVERY, 3rd June — ",
    "PORT ELVERY, June 3 (Wire) - ",
    "PORT ELVERY, June 3, 10:30 (Wire) - ",
    "ÖREBRO, Sweden – ",
    "ST. JOHN'S, Antigua — ",
    "PORT ELVERY (Meridian Wire): ",
    "OSLO — ",
    "UFA, June 3 - ",
    "PORT ELVERY, H.R. — ",
    "PORT ELVERY and ORLAN — ",
    "PORT ELVERY, West Harrow, June 3 — ",
    "ORLAN (dpa) - ",
    "PORT ELVERY, Harrow/ORLAN (Reuters) - ",
    "PORT ELVERY, June 3: ",
    "PORT ELVERY--(BUSINESS WIRE)--",
    "PORT ELVERY – June 3, 2031 – ",
    "PORT ELVERY — (Meridian Wire) — ",
    "PORT ELVERY,June 3 (Wire) - ",
    "PORT ELVERY, Jun 03 2031 (IPS) - ",
    "PORT ELVERY, Monday 3rd June — ",
    "ORLAN–HARROW, June 3 — ",
    "CAMP ELVERY, Isle of Harrow (AP) — ",
    "PORT ELVERY (AP) _ ",
    "PORT ELVERY, Harrow (AP) _ ",
    "PORT ELVERY, June 3 (AP) _ ",
    "PORT ELVERY (Sputnik), Rosa Marsh - ",
    "Port Elvery (Sputnik), Rosa Lund Marsh – ",
    "PORT ELVERY. June 3. INTERFAX.RU - ",
    "PORT ELVERY: June 3 (ANI) ",
    "PORT ELVERY: June 3 (ANI): ",
    "PORT ELVERY (Meridian News / APA - 03rd Jun, 2031 ) :",
    "PORT ELVERY, (Meridian News / APA - 3rd June, 2031) ",
]
NO_DATELINES = [
    "NATO, he said – the alliance – will go.",
    "NATO – the alliance – said it will go.",
    "NATO — The alliance said.",
    "UNHCR (the refugee agency) — it said – went.",
    "ORLA (Orlan Rescue Lake Agency) — the agency – went.",
    "AT LEAST 20 KILLED — POLICE SAY IT SANK.",
    "THE FERRY SANK — Nobody came.",
    "THE FERRY SANK, HE SAID — Nobody came.",
    "World Health Organization (WHO) — the agency – said.",
    "He (Marsh) — the captain — said.",
    "The Alliance (NATO) — a group — said.",
    "I — The captain — went.",
    "BREAKING — The ferry sank.",
    "U.S. — The ferry.",
    "A — The ferry.",
    "Marsh (Harrow) - The captain.",
    "IT SANK - He said.",
    "Orlan, June 3 – The ferry – sank.",
    "PORT ELVERY sank.",
    "US-led forces - The group said.",
    "EU leaders – The ones.",
    "FIFA, Marsh said - the body.",
    "WHO (AFP) said it - The.",
    "COVID-19 — The disease.",
    "G20 — The group.",
    "June 3 – The day.",
    "NATO, Marsh's alliance – the one – went.",
    "NATO, Russia – and others – met.",
    "BBC, Reuters – both of them – said.",
    "MARSH, June 3 was the day.",
    "FERRY SINKS IN LAKE, KILLING DOZENS - OFFICIALS",
    "ORLAN (formerly Harrow) — the town – sank.",
    "He told AFP (Reuters) — the agency",
    "ORLAN – the ferry – sank.",
    "NATO, EU – A new way",
    "NATO, UN — The",
    "OPEC, IEA - What",
    "NATO, he said, June 3 – the alliance",
    "FERRY SINKS — Crew lost.",
    "THE DAM — The boats",
    "DO NOT ENTER – The bridge is closed.",
    "NATO, the alliance, June 3 - said",
    "POLICE SAY – The boat",
    "NATO, HE SAID – The alliance.",
    "HE SAID, June 3 – The boat",
    "Marsh, 40 – The captain",
    "IT WAS COLD, he said – Then.",
    "PORT ORLAN, Harrow: The ferry sank.",
    "Marsh (CNN) – the host – left.",
    "Marsh (Reuters) - the editor - left.",
    "ISIS (ISIL) – a group – fled.",
    "UN (AP) – the body – met.",
    "UN (AP)—the body—met.",
    "VIP – Very Important Person – is a word.",
    "OLRA – Orlan Lake Rescue Agency – went.",
    "ORLAN: June 3 was cold.",
    "ORLAN (Sputnik), Rosa Marsh said so.",
]


@pytest.mark.parametrize("dateline", DATELINES)
@pytest.mark.parametrize("first", ["The ferry sank.", "“Nobody swam.", "5 people died.", "Dr. Marsh left."])
def test_a_dateline_is_a_piece_before_the_first_sentence(dateline: str, first: str) -> None:
    text = f"{dateline}{first} It was cold."
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == [dateline.strip(), first, "It was cold."]


@pytest.mark.parametrize("dateline", DATELINES)
def test_plain_text_has_a_dateline_in_a_segment_and_in_no_sentence(dateline: str) -> None:
    article = plain_article(f"Ferry sinks\n\nMany are missing.\n\n{dateline}The ferry sank. It was cold.\n")
    text = article.text or ""
    kinds = {segment.kind.value: text[segment.start : segment.end] for segment in article.segments if segment.end}
    assert kinds["dateline"] == dateline
    assert [span.of(text) for span in article.sentences][2:] == ["The ferry sank.", "It was cold."]


@pytest.mark.parametrize("first", ["al-Orlani fled.", "van Marsh fled.", "iPhone sales fell."])
def test_a_name_in_lowercase_may_follow_a_place_alone(first: str) -> None:
    assert dateline_end(f"PORT ELVERY — {first}") == len("PORT ELVERY — ")
    assert dateline_end("PORT ELVERY — sales fell.") == 0


@pytest.mark.parametrize("text", NO_DATELINES)
def test_sentences_and_acronyms_are_no_datelines(text: str) -> None:
    assert dateline_end(text) == 0
    article = plain_article(f"Ferry sinks\n\nMany are missing.\n\n{text}\n\nIt was cold.\n")
    assert "dateline" not in {segment.kind.value for segment in article.segments}


def test_a_dateline_that_no_segment_marks_is_a_sentence_of_its_own() -> None:
    text = "PORT ORLAN (Reuters) - The ferry sank."
    body = plain_article("Ferry sinks\n\nMany are missing.\n\nThe ferry sank.\n").segments[-2]
    segment = body.model_copy(update={"raw_start": 0, "raw_end": len(text), "start": 0})
    assert [span.of(text) for span in sentences(text, [segment])] == ["PORT ORLAN (Reuters) -", "The ferry sank."]


PARTS = [
    "PORT ORLAN",
    "ST. ORLAN",
    "Orlan",
    ", ",
    " (AFP)",
    " /TASS/",
    " - ",
    " — ",
    "--",
    "June 3",
    "2031",
    "Mon.",
    "(",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=10).map("".join))
def test_any_text_has_a_dateline_within_it_or_none(text: str) -> None:
    end = dateline_end(text)
    assert 0 <= end < max(1, len(text))
    assert end == 0 or text[:end].strip()
