#pragma once

/* The loops between grams and rows that are many times as fast with instructions that only some processors have. Swift has
   vectors, but no way to compile a function for processors that have more than the least of them and to ask at run time.
   The results are the same with all instructions, and none reads or writes outside of what is said here. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Which instructions a loop uses.
enum features_instructions {
    /// Those that every processor has.
    features_instructions_portable = 0,
    /// AVX2.
    features_instructions_avx2 = 1,
    /// AVX-512 with VPOPCNTDQ, which came with Ice Lake and Zen 4.
    features_instructions_avx512 = 2,
};

/// The best that this processor has.
enum features_instructions features_best_instructions(void);

/// Has the processor bring some bytes near that will be read soon, and changes nothing.
static inline void features_fetch(const void *bytes, size_t count) {
    for (size_t place = 0; place < count; place += 64) __builtin_prefetch((const char *)bytes + place);
}

enum {
    /// How many bytes behind each gram are read, whatever they are.
    features_gram_padding = 16,
};

/// Hashes grams as MurmurHash3 in its 32-bit form for x86 does, with the seed 0.
///
/// - Parameters:
///   - bytes: What the grams are ranges of; `features_gram_padding` bytes more can be read behind each.
///   - bounds: Where each gram begins in the lower half, where it ends in the upper.
///   - count: How many grams there are.
///   - hashes: Gets the hash of each gram.
void features_hash_grams(
    const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes, enum features_instructions instructions);

enum {
    /// The most keys that are sorted or added up here.
    features_most_keys = 4096,
    /// Keys are sorted where there is room for a multiple of this many.
    features_keys_padding = 256,
    /// How many columns and sums may be written behind the last.
    features_row_padding = 16,
};

/// Sorts keys and returns `true`, or does nothing and returns `false` where the instructions are not for that or there are
/// more than `features_most_keys`.
///
/// There must be room for a multiple of `features_keys_padding` keys, and behind the last may be any afterwards.
bool features_sort_keys(uint32_t *keys, size_t count, enum features_instructions instructions);

/// What a row comes to.
struct features_sums {
    /// The number of different columns.
    size_t columns;
    /// The sum of all sums without their signs.
    uint32_t absolute;
    /// The sum of the squares of all sums.
    uint32_t squares;
    /// Whether every sum is one of −127 to 127.
    bool fit;
};

/// Adds up the sorted keys of each column and returns `true`, or returns `false` where the instructions are not for that,
/// there are more than `features_most_keys`, or a sum does not fit.
///
/// - Parameters:
///   - keys: Columns, each shifted left by one, with the lowest bit set where a key counts as −1.
///   - count: How many keys there are.
///   - columns: Gets each different column; there must be room for as many as keys and `features_row_padding` more.
///   - sums: Gets the sum of each of these columns, and must have the same room.
///   - result: Gets what the row comes to.
bool features_add_up_keys(
    const uint32_t *keys, size_t count, int32_t *columns, int8_t *sums, struct features_sums *result,
    enum features_instructions instructions);

/// Writes the place of each sum in the list of the different ones, and returns how many these are.
///
/// - Parameters:
///   - sums: Any numbers.
///   - count: How many there are.
///   - codes: Gets one place for each.
///   - different: Gets each different sum, in the order in which they first occur; must have room for 256.
///   - instructions: Those with which `features_add_up_keys` adds up; with others, nothing is done.
size_t features_encode(
    const int8_t *sums, size_t count, uint8_t *codes, int8_t *different, enum features_instructions instructions);

/// Writes the value of each code.
///
/// - Parameters:
///   - codes: Numbers below `value_count`.
///   - count: How many there are.
///   - values: The value of each number.
///   - value_count: How many values there are.
///   - decoded: Gets one value for each code.
///   - instructions: With which; the values are the same.
void features_decode(
    const uint8_t *codes, size_t count, const double *values, size_t value_count, double *decoded,
    enum features_instructions instructions);
