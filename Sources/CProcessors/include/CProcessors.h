#pragma once

#include <stdbool.h>

/// The calling thread, by the number that Linux knows it by.
int processors_thread(void);

/// Has a thread of this process, which must not have ended, run on any processor that the process may use but the caller's
/// own; returns whether that was possible, which it is not where there is no other processor, or the kernel refuses.
bool processors_bar(int thread);

/// Has a thread run on any processor that the process may use.
void processors_unbar(int thread);
