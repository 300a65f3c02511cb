#pragma once

/* The loops over all weights, or over the columns of a call, that are several times as fast with instructions that only some
   processors have. Swift has vectors, but no way to compile a function for processors that have more than the least of them and
   to ask at run time. Each product is rounded by itself, so the results are the same with all instructions. */

#include <stddef.h>
#include <stdint.h>

/// Which instructions a loop uses.
enum learning_instructions {
    /// Those that every processor has.
    learning_instructions_portable = 0,
    /// AVX-512, and to count ones.
    learning_instructions_avx512 = 1,
};

/// The best that this processor has.
enum learning_instructions learning_best_instructions(void);

/// Multiplies each of `count` numbers with each of some factors, one after the other, and rounds each product.
void learning_multiply(
    double *numbers, size_t count, const double *factors, size_t factor_count, enum learning_instructions instructions);

/// Which of 32 columns are marked.
struct learning_marks {
    /// A bit each, from the lowest on.
    uint32_t bits;
    /// How many are marked before these.
    uint32_t before;
};

/// Marks some columns, each of which may come several times, and returns how many of them.
///
/// It is fewer than `count` where the one after those is none of `column_count` columns.
size_t learning_mark(const int32_t *columns, size_t count, struct learning_marks *marks, size_t column_count);

/// Counts the marks before each of `count` words, and returns how many there are in all.
size_t learning_count(struct learning_marks *marks, size_t count, enum learning_instructions instructions);

/// Writes over each of some columns, which are marked and counted, how many marked ones come before it.
void learning_number(
    int32_t *columns, size_t count, const struct learning_marks *marks, enum learning_instructions instructions);

/// What the last call has left to be done to the weights of all columns.
struct learning_pending {
    /// A bit for each column whose weight is another one: 32 columns a word, from the lowest on.
    uint32_t *bits;
    /// The weights of those, one after the other.
    const double *weights;
    /// What each weight, those included, is to be multiplied with then.
    double scale;
};

/// Does what is pending to all weights, and takes those of the columns that are marked out.
///
/// - Parameters:
///   - weights: The weights of all columns.
///   - count: How many these are; no column from there on is marked or pending.
///   - pending: What is to be done first; its bits become those of the marks.
///   - marks: The columns; their bits become 0, and their counts stay.
///   - gathered: Gets the weight of each, in ascending order; must have room for as many as are marked.
void learning_gather(
    double *weights, size_t count, struct learning_pending pending, struct learning_marks *marks, double *gathered,
    enum learning_instructions instructions);
