#define _GNU_SOURCE
#include "CProcessors.h"

#include <sched.h>
#include <unistd.h>

int processors_thread(void) { return gettid(); }

/// Those of the first thread, which nobody bars from any.
static bool usable_processors(cpu_set_t *set) { return sched_getaffinity(getpid(), sizeof *set, set) == 0; }

bool processors_bar(int thread) {
    cpu_set_t set;
    int own = sched_getcpu();
    if (own < 0 || own >= CPU_SETSIZE || !usable_processors(&set)) return false;
    CPU_CLR(own, &set);
    return CPU_COUNT(&set) > 0 && sched_setaffinity(thread, sizeof set, &set) == 0;
}

void processors_unbar(int thread) {
    cpu_set_t set;
    if (usable_processors(&set)) sched_setaffinity(thread, sizeof set, &set);
}
