"""Inserts a row of feedback every few milliseconds, as a busy web application would, and counts how often it must wait.

Usage: writer.py DATABASE SECONDS

The busy timeout is 50 ms: an insert that a reader holds up for longer counts as locked out.
"""

import sqlite3
import sys
import time

database, seconds = sys.argv[1], float(sys.argv[2])
connection = sqlite3.connect(database, timeout=0.05, isolation_level=None)
rows = locked_out = 0
longest = 0.0
end = time.monotonic() + seconds
while time.monotonic() < end:
    began = time.monotonic()
    try:
        connection.execute("INSERT INTO review_db VALUES ('written meanwhile', 1, DATETIME('now'))")
        rows += 1
    except sqlite3.OperationalError:
        locked_out += 1
    longest = max(longest, time.monotonic() - began)
    time.sleep(0.002)
print(f"writer: {rows} rows, locked out {locked_out} times, longest insert {longest * 1000:.1f} ms")
