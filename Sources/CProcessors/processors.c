#define _GNU_SOURCE
#include "CProcessors.h"

#include <sched.h>
#include <unistd.h>

int processors_present(void) { return sched_getcpu(); }

bool processors_avoid(int processor, pthread_attr_t *attributes) {
    cpu_set_t set;
    if (processor < 0 || processor >= CPU_SETSIZE) return false;
    // Those of the first thread, which never avoids any: the calling one may.
    if (sched_getaffinity(getpid(), sizeof set, &set) != 0) return false;
    CPU_CLR(processor, &set);
    if (CPU_COUNT(&set) == 0) return false;
    return (attributes ? pthread_attr_setaffinity_np(attributes, sizeof set, &set)
                       : pthread_setaffinity_np(pthread_self(), sizeof set, &set)) == 0;
}
