#include "CReadAhead.h"

#include <sqlite3.h>

// Swift cannot call a function with a variable number of arguments.
void sqlite_keep_no_statistics(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
