#pragma once

#include <stddef.h>
#include <stdint.h>

/* MurmurHash3 of many short strings side by side. Swift has vectors, but no way to compile a function for processors that
   have more than the least of them and to ask at run time. */

/// How many bytes behind each gram are read, whatever they are.
enum { gram_hashes_padding = 16 };

/// Hashes grams as MurmurHash3 in its 32-bit form for x86 does, with the seed 0.
///
/// - Parameters:
///   - bytes: What the grams are ranges of; `gram_hashes_padding` bytes more can be read behind each.
///   - bounds: Where each gram begins in the lower half, where it ends in the upper.
///   - count: How many grams there are.
///   - hashes: Gets the hash of each gram.
void gram_hashes(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes);

/// The same for any processor, bit for bit: `gram_hashes` is faster where there is AVX2.
void gram_hashes_portable(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes);
