#pragma once

#include <stdbool.h>

/// Has SQLite keep no statistics of the memory that it uses; returns whether it was not too late for that.
///
/// To be called before SQLite is used and while there is one thread (https://sqlite.org/c3ref/config.html).
bool sqlite_keep_no_statistics(void);
