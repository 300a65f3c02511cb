#pragma once

#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>

/* Names that the linker gives the first byte of the program and the one behind its code. */
extern const char __executable_start[], etext[];

/// Lets go of the pages of the program's code, of which nothing is written.
static inline void memory_forget_code(size_t page) {
    uintptr_t start = ((uintptr_t)__executable_start + page - 1) / page * page;
    uintptr_t end = (uintptr_t)etext / page * page;
    if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
}
