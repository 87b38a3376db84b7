"""Reads an iCalendar file with another program's parser: read_ics.py FILE NUMBER_OF_EVENTS."""
import sys

import icalendar

calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
events = list(calendar.walk("VEVENT"))
bad = [error for event in events for error in event.errors]
for event in events:
    start, end = event.decoded("DTSTART"), event.decoded("DTEND") if "DTEND" in event else None
    if not str(event.get("SUMMARY", "")).strip():
        bad.append(f"{event['UID']}: no summary")
    if end is not None and not start < end:
        bad.append(f"{event['UID']}: ends before it begins")
identifiers = {str(event["UID"]) for event in events}
if len(identifiers) != len(events):
    bad.append("two events have one UID")
for line in bad:
    print(line)
print(f"{len(events)} events, {len(bad)} errors")
sys.exit(1 if bad or len(events) != int(sys.argv[2]) or not events else 0)
