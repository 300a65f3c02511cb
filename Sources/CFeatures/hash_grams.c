#include "hash_grams.h"

#include <string.h>

/* Vectors that are wider than the processor's are passed in another way there; every function that takes them is inlined. */
#pragma clang diagnostic ignored "-Wpsabi"

/* Source: Austin Appleby, "MurmurHash3_x86_32" (SMHasher, public domain).

   What a hash costs is not its arithmetic but the branches on the gram's length, which nothing predicts. Eight grams go
   together, one in each lane, and take as many steps of sixteen bytes as the longest of them; a lane whose gram has ended
   keeps its hash. */

typedef uint32_t lanes __attribute__((vector_size(32)));
typedef int32_t signed_lanes __attribute__((vector_size(32)));
typedef uint32_t block __attribute__((vector_size(16)));

enum { lane_count = 8 };

#define always_inline static inline __attribute__((always_inline))

#define rotated(value, by) ((value) << (by) | (value) >> (32 - (by)))
#define scrambled(word) (rotated((word) * 0xCC9E2D51u, 15) * 0x1B873593u)
#define mixed(hash) (rotated(hash, 13) * 5u + 0xE6546B64u)

always_inline uint32_t word_at(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

int32_t features_hash_gram(const uint8_t *bytes, uint64_t bounds) {
    uint32_t start = (uint32_t)bounds, length = (uint32_t)(bounds >> 32) - start, hash = 0;
    const uint8_t *tail = bytes + start + (length & ~3u);
    for (bytes += start; bytes < tail; bytes += 4) hash = mixed(hash ^ scrambled(word_at(bytes)));
    /* Where no bytes are left over, 0 is scrambled to 0, which changes nothing. */
    hash ^= scrambled(word_at(tail) & ((1u << 8 * (length & 3)) - 1));
    hash ^= length;
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
    return (int32_t)(hash ^ hash >> 16);
}

always_inline lanes pair_at(const uint8_t *low, const uint8_t *high) {
    block first, second;
    memcpy(&first, low, sizeof first);
    memcpy(&second, high, sizeof second);
    return __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7);
}

/* The hash of each lane after one more word, of which it has `left` bytes: a whole word is mixed, and of what is left over
   only the bytes of `tails` count. */
always_inline lanes after_word(lanes hash, lanes word, signed_lanes left, lanes tails) {
    lanes whole = (lanes)(left > 3);
    lanes next = hash ^ scrambled(word & (whole | (tails & (lanes)(left > -1))));
    return (whole & mixed(next)) | (~whole & next);
}

always_inline void hash_together(const uint8_t *bytes, const uint64_t *bounds, int32_t *hashes) {
    lanes first, second;
    memcpy(&first, bounds, sizeof first);
    memcpy(&second, bounds + lane_count / 2, sizeof second);
    lanes places = __builtin_shufflevector(first, second, 0, 2, 4, 6, 8, 10, 12, 14);
    lanes lengths = __builtin_shufflevector(first, second, 1, 3, 5, 7, 9, 11, 13, 15) - places;
    if (__builtin_reduce_max(lengths) > longest_gram) {
        for (int lane = 0; lane < lane_count; lane++) hashes[lane] = features_hash_gram(bytes, bounds[lane]);
        return;
    }
    lanes tails = ((lanes){1, 1, 1, 1, 1, 1, 1, 1} << 8 * (lengths & 3)) - 1;
    lanes hash = {0};
    signed_lanes left = (signed_lanes)lengths;
    do {
        /* The words of eight grams into four vectors of one word each. */
        lanes row0 = pair_at(bytes + places[0], bytes + places[4]);
        lanes row1 = pair_at(bytes + places[1], bytes + places[5]);
        lanes row2 = pair_at(bytes + places[2], bytes + places[6]);
        lanes row3 = pair_at(bytes + places[3], bytes + places[7]);
        lanes low01 = __builtin_shufflevector(row0, row1, 0, 8, 1, 9, 4, 12, 5, 13);
        lanes low23 = __builtin_shufflevector(row2, row3, 0, 8, 1, 9, 4, 12, 5, 13);
        lanes high01 = __builtin_shufflevector(row0, row1, 2, 10, 3, 11, 6, 14, 7, 15);
        lanes high23 = __builtin_shufflevector(row2, row3, 2, 10, 3, 11, 6, 14, 7, 15);
        hash = after_word(hash, __builtin_shufflevector(low01, low23, 0, 1, 8, 9, 4, 5, 12, 13), left, tails);
        hash = after_word(hash, __builtin_shufflevector(low01, low23, 2, 3, 10, 11, 6, 7, 14, 15), left - 4, tails);
        hash = after_word(hash, __builtin_shufflevector(high01, high23, 0, 1, 8, 9, 4, 5, 12, 13), left - 8, tails);
        hash = after_word(hash, __builtin_shufflevector(high01, high23, 2, 3, 10, 11, 6, 7, 14, 15), left - 12, tails);
        left -= step_size;
        /* A gram that has ended is not passed, so that no more than the padding is read behind it. */
        places += step_size & (lanes)(left > 0);
    } while (__builtin_reduce_max(left) > 0);
    hash ^= lengths;
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
    hash ^= hash >> 16;
    memcpy(hashes, &hash, sizeof hash);
}

always_inline void hash_all(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes) {
    size_t done = 0;
    for (; done + lane_count <= count; done += lane_count) hash_together(bytes, bounds + done, hashes + done);
    if (done == count) return;
    uint64_t last_bounds[lane_count];
    int32_t last_hashes[lane_count];
    for (size_t lane = 0; lane < lane_count; lane++) last_bounds[lane] = bounds[done + lane < count ? done + lane : done];
    hash_together(bytes, last_bounds, last_hashes);
    memcpy(hashes + done, last_hashes, (count - done) * sizeof *hashes);
}

#if defined(__x86_64__)
__attribute__((target("avx2")))
static void hash_all_avx2(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes) {
    hash_all(bytes, bounds, count, hashes);
}
#endif

void features_hash_grams(
    const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes,
    enum features_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == features_instructions_avx512) return features_hash_grams_avx512(bytes, bounds, count, hashes);
    if (instructions == features_instructions_avx2) return hash_all_avx2(bytes, bounds, count, hashes);
#endif
    hash_all(bytes, bounds, count, hashes);
}
