#include "CFeatures.h"

#if defined(__x86_64__)

#include "avx512.h"

/* A key more changes the total of all keys before it by 1 or by −1; a column's sum is what the total changes between its
   first key and that of the next. So no key has to wait for the sum of another. */

AVX512 static struct features_sums add_up_avx512(
    const uint32_t *keys, size_t count, int32_t *columns, int8_t *sums) {
    int32_t totals[features_most_keys + 2 * features_row_padding];
    size_t found = 0;
    const lanes one = _mm512_set1_epi32(1);
    const lanes lanes_before = _mm512_sub_epi32(_mm512_sllv_epi32(one, lane_numbers()), one);
    /* Another column than the first. */
    lanes before = _mm512_set1_epi32(count == 0 ? 0 : (int)~keys[0]);
    int32_t total = 0;
    for (size_t index = 0; index < count; index += 16) {
        __mmask16 present = first_lanes(count - index);
        lanes row = _mm512_maskz_loadu_epi32(present, keys + index);
        lanes changed = _mm512_xor_si512(row, _mm512_alignr_epi32(row, before, 15));
        before = row;
        __mmask16 starts = _mm512_mask_test_epi32_mask(present, changed, _mm512_set1_epi32(~1));
        __mmask16 negative = _mm512_test_epi32_mask(row, one);
        lanes negative_before = _mm512_popcnt_epi32(_mm512_and_si512(_mm512_set1_epi32(negative), lanes_before));
        lanes total_before = _mm512_sub_epi32(
            _mm512_add_epi32(_mm512_set1_epi32(total), lane_numbers()), _mm512_slli_epi32(negative_before, 1));
        _mm512_storeu_si512(columns + found, _mm512_maskz_compress_epi32(starts, _mm512_srli_epi32(row, 1)));
        _mm512_storeu_si512(totals + found, _mm512_maskz_compress_epi32(starts, total_before));
        found += (size_t)_mm_popcnt_u32(starts);
        total += _mm_popcnt_u32(present) - 2 * _mm_popcnt_u32(negative);
    }
    totals[found] = total;
    lanes absolute = _mm512_setzero_si512(), squares = absolute, bits = absolute;
    for (size_t index = 0; index < found; index += 16) {
        __mmask16 present = first_lanes(found - index);
        lanes sum = _mm512_sub_epi32(
            _mm512_maskz_loadu_epi32(present, totals + index + 1), _mm512_maskz_loadu_epi32(present, totals + index));
        lanes magnitude = _mm512_abs_epi32(sum);
        bits = _mm512_or_si512(bits, magnitude);
        absolute = _mm512_add_epi32(absolute, magnitude);
        /* There are not so many keys that a sum would have more than fifteen bits. */
        squares = _mm512_add_epi32(squares, _mm512_madd_epi16(magnitude, magnitude));
        _mm_storeu_si128((__m128i *)(sums + index), _mm512_cvtepi32_epi8(sum));
    }
    return (struct features_sums){
        .columns = found,
        .absolute = (uint32_t)_mm512_reduce_add_epi32(absolute),
        .squares = (uint32_t)_mm512_reduce_add_epi32(squares),
        .fit = _mm512_test_epi32_mask(bits, _mm512_set1_epi32(~127)) == 0,
    };
}

/* Each different sum is looked for in 64 sums at a time. There are not more of them than 255, so that this is linear. */
AVX512 static size_t encode_avx512(const int8_t *sums, size_t count, uint8_t *codes, int8_t *different) {
    size_t known = 0;
    for (size_t index = 0; index < count; index += 64) {
        __mmask64 present = count - index < 64 ? _bzhi_u64(~0ull, (unsigned)(count - index)) : ~0ull;
        __mmask64 left = present;
        __m512i block = _mm512_maskz_loadu_epi8(present, sums + index), encoded = _mm512_setzero_si512();
        for (size_t code = 0; code < known; code++) {
            __mmask64 equal = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(different[code]));
            encoded = _mm512_mask_mov_epi8(encoded, equal, _mm512_set1_epi8((char)code));
            left &= ~equal;
        }
        while (left != 0) {
            int8_t sum = sums[index + (size_t)__builtin_ctzll(left)];
            __mmask64 equal = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(sum));
            encoded = _mm512_mask_mov_epi8(encoded, equal, _mm512_set1_epi8((char)known));
            left &= ~equal;
            different[known++] = sum;
        }
        _mm512_mask_storeu_epi8(codes + index, present, encoded);
    }
    return known;
}

#endif

bool features_add_up_keys(
    const uint32_t *keys, size_t count, int32_t *columns, int8_t *sums, struct features_sums *result,
    enum features_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == features_instructions_avx512 && count <= features_most_keys) {
        *result = add_up_avx512(keys, count, columns, sums);
        return result->fit;
    }
#endif
    return false;
}

size_t features_encode(
    const int8_t *sums, size_t count, uint8_t *codes, int8_t *different, enum features_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == features_instructions_avx512) return encode_avx512(sums, count, codes, different);
#endif
    return 0;
}
