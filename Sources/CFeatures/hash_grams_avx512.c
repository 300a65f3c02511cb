#if defined(__x86_64__)

#include "avx512.h"
#include "hash_grams.h"

#include <string.h>

/* As hash_grams.c does it, with sixteen lanes and masks of lanes. */

enum { lane_count = 16 };

AVX512_INLINE __m256i pair_at(const uint8_t *low, const uint8_t *high) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)low)), _mm_loadu_si128((const __m128i *)high), 1);
}

/* The next bytes of every fourth gram in the quarters of a row; where a gram goes on is in the lower half of its place. */
AVX512_INLINE lanes quarters_at(const uint8_t *bytes, const uint64_t *places) {
    __m256i low = pair_at(bytes + (uint32_t)places[0], bytes + (uint32_t)places[4]);
    __m256i high = pair_at(bytes + (uint32_t)places[8], bytes + (uint32_t)places[12]);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

AVX512_INLINE lanes scrambled_lanes(lanes word) {
    return _mm512_mullo_epi32(
        _mm512_rol_epi32(_mm512_mullo_epi32(word, _mm512_set1_epi32((int)0xCC9E2D51)), 15), _mm512_set1_epi32(0x1B873593));
}

AVX512_INLINE lanes after_word(lanes hash, lanes word, lanes left, lanes tails) {
    __mmask16 whole = _mm512_cmpgt_epi32_mask(left, _mm512_set1_epi32(3));
    __mmask16 any = _mm512_cmpgt_epi32_mask(left, _mm512_setzero_si512());
    word = _mm512_mask_and_epi32(word, _knot_mask16(whole), word, tails);
    hash = _mm512_mask_xor_epi32(hash, any, hash, scrambled_lanes(word));
    lanes turned = _mm512_rol_epi32(hash, 13);
    lanes mixed = _mm512_add_epi32(_mm512_slli_epi32(turned, 2), turned);
    return _mm512_mask_add_epi32(hash, whole, mixed, _mm512_set1_epi32((int)0xE6546B64));
}

AVX512_INLINE lanes finished_lanes(lanes hash, lanes lengths) {
    hash = _mm512_xor_si512(hash, lengths);
    hash = _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 16));
    hash = _mm512_mullo_epi32(hash, _mm512_set1_epi32((int)0x85EBCA6B));
    hash = _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 13));
    hash = _mm512_mullo_epi32(hash, _mm512_set1_epi32((int)0xC2B2AE35));
    return _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 16));
}

/* Hashes as many grams as there are lanes, or the last `count`. */
AVX512_INLINE void hash_together(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes) {
    __mmask16 present = first_lanes(count);
    /* Lanes without a gram have the first one, too. */
    lanes second = _mm512_set1_epi64((long long)bounds[0]);
    lanes first = _mm512_mask_loadu_epi64(second, (__mmask8)present, bounds);
    second = _mm512_mask_loadu_epi64(second, (__mmask8)(present >> 8), bounds + lane_count / 2);
    lanes even = _mm512_slli_epi32(lane_numbers(), 1), odd = _mm512_or_si512(even, _mm512_set1_epi32(1));
    lanes starts = _mm512_permutex2var_epi32(first, even, second);
    lanes lengths = _mm512_sub_epi32(_mm512_permutex2var_epi32(first, odd, second), starts);
    if (_mm512_cmpgt_epu32_mask(lengths, _mm512_set1_epi32(longest_gram)) != 0) {
        for (size_t lane = 0; lane < lane_count && lane < count; lane++) {
            hashes[lane] = features_hash_gram(bytes, bounds[lane]);
        }
        return;
    }
    lanes tails = _mm512_set1_epi32(-1);
    tails = _mm512_andnot_si512(
        _mm512_sllv_epi32(tails, _mm512_slli_epi32(_mm512_and_si512(lengths, _mm512_set1_epi32(3)), 3)), tails);
    lanes hash = _mm512_setzero_si512(), left = lengths;
    /* Places are read out of memory, which is faster than taking them out of vectors. */
    uint64_t next_places[lane_count];
    const uint64_t *places = bounds;
    if (count < lane_count) {
        _mm512_storeu_si512(next_places, first);
        _mm512_storeu_si512(next_places + lane_count / 2, second);
        places = next_places;
    }
    for (;;) {
        /* The words of sixteen grams into four rows of one word each. */
        lanes row0 = quarters_at(bytes, places), row1 = quarters_at(bytes, places + 1);
        lanes row2 = quarters_at(bytes, places + 2), row3 = quarters_at(bytes, places + 3);
        lanes low01 = _mm512_unpacklo_epi32(row0, row1), low23 = _mm512_unpacklo_epi32(row2, row3);
        lanes high01 = _mm512_unpackhi_epi32(row0, row1), high23 = _mm512_unpackhi_epi32(row2, row3);
        hash = after_word(hash, _mm512_unpacklo_epi64(low01, low23), left, tails);
        left = _mm512_sub_epi32(left, _mm512_set1_epi32(4));
        hash = after_word(hash, _mm512_unpackhi_epi64(low01, low23), left, tails);
        left = _mm512_sub_epi32(left, _mm512_set1_epi32(4));
        hash = after_word(hash, _mm512_unpacklo_epi64(high01, high23), left, tails);
        left = _mm512_sub_epi32(left, _mm512_set1_epi32(4));
        hash = after_word(hash, _mm512_unpackhi_epi64(high01, high23), left, tails);
        left = _mm512_sub_epi32(left, _mm512_set1_epi32(4));
        __mmask16 longer = _mm512_cmpgt_epi32_mask(left, _mm512_setzero_si512());
        if (longer == 0) break;
        /* A gram that has ended is not passed, so that no more than the padding is read behind it. */
        starts = _mm512_mask_add_epi32(starts, longer, starts, _mm512_set1_epi32(step_size));
        _mm512_storeu_si512(next_places, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(starts)));
        _mm512_storeu_si512(
            next_places + lane_count / 2, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(starts, 1)));
        places = next_places;
    }
    _mm512_mask_storeu_epi32(hashes, present, finished_lanes(hash, lengths));
}

AVX512 void features_hash_grams_avx512(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes) {
    for (size_t done = 0; done < count; done += lane_count) {
        hash_together(bytes, bounds + done, count - done, hashes + done);
    }
}

#endif
