#pragma once

/* Reading ahead in database files, as a layer over SQLite's own access to files (a "shim" in the words of
   https://sqlite.org/vfs.html).

   SQLite reads a table by one system call a page. This layer sees pages being asked for in ascending order, reads a
   longer piece of the file by one call, and lends SQLite its pages without a copy, through the methods that were made
   for mapped memory (xFetch, xUnfetch). Nothing is mapped: a file that somebody cuts off is an error, not the end of
   the process. */

#include "statistics.h"

#include <stdbool.h>
#include <stdint.h>

/// What the layer is called in `sqlite3_open_v2` and in the parameter `vfs` of a URI.
#define read_ahead_name "read-ahead"

/// Makes the layer known to SQLite, not as the default; returns whether that was possible. To be called once.
///
/// It acts for main databases that are opened read-only, on connections with a `PRAGMA mmap_size` other than 0, whose
/// size does not matter; every other file is the default file system's own. A connection holds 256 kB for it at most.
bool read_ahead_register(void);

/// What was read ahead for a connection so far.
struct read_ahead_counts {
    /// How many pieces were read, and how many bytes these have together.
    uint64_t reads, bytes;
    /// How many times a page was lent out of them.
    uint64_t pages;
};

enum {
    /// The operation of `sqlite3_file_control` that writes a database's `struct read_ahead_counts`.
    read_ahead_count = 0x52414844,
};
