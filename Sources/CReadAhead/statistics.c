#include "statistics.h"

#include <sqlite3.h>

// Swift cannot call a function with a variable number of arguments.
bool sqlite_keep_no_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK; }
