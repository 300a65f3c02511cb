#pragma once

/* The loop over all weights that is several times as fast with instructions that only some processors have. Swift has vectors,
   but no way to compile a function for processors that have more than the least of them and to ask at run time. Each product is
   rounded by itself, so the results are the same with all instructions. */

#include <stddef.h>

/// Which instructions a loop uses.
enum learning_instructions {
    /// Those that every processor has.
    learning_instructions_portable = 0,
    /// AVX-512.
    learning_instructions_avx512 = 1,
};

/// The best that this processor has.
enum learning_instructions learning_best_instructions(void);

/// Multiplies each of `count` numbers with each of some factors, one after the other, and rounds each product.
void learning_multiply(
    double *numbers, size_t count, const double *factors, size_t factor_count, enum learning_instructions instructions);
