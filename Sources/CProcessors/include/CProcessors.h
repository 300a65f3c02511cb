#pragma once

#include <pthread.h>
#include <stdbool.h>

/// The number of the processor that the calling thread runs on, which it may leave at any time; -1 where nobody knows.
int processors_present(void);

/// Has a thread run on any processor that the process may use but one: the calling thread, or where `attributes` is not
/// `NULL` a thread that is made with them. Returns whether there is another processor.
bool processors_avoid(int processor, pthread_attr_t *attributes);
