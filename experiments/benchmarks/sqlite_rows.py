"""Reads every row of a feedback database by Python's own module, ten thousand at a time: sqlite_rows.py DATABASE"""

import sqlite3
import sys

cursor = sqlite3.connect(sys.argv[1]).cursor()
cursor.execute("SELECT review, sentiment FROM review_db")
rows = labels = 0
while batch := cursor.fetchmany(10_000):
    rows += len(batch)
    labels += sum(label for _, label in batch)
print(f"rows {rows} labels {labels}")
