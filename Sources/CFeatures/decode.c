#include "CFeatures.h"

static void decode_portable(const uint8_t *codes, size_t count, const double *values, double *decoded) {
    for (size_t entry = 0; entry < count; entry++) decoded[entry] = values[codes[entry]];
}

#if defined(__x86_64__)

#include "avx512.h"

/* The most values that two registers hold; most rows have no more. */
enum { most_held = 16 };

AVX512 static void decode_avx512(
    const uint8_t *codes, size_t count, const double *values, size_t value_count, double *decoded) {
    if (value_count > most_held) return decode_portable(codes, count, values, decoded);
    __mmask16 present = first_lanes(value_count);
    __m512d low = _mm512_maskz_loadu_pd((__mmask8)present, values);
    __m512d high = _mm512_maskz_loadu_pd((__mmask8)(present >> 8), values + 8);
    for (size_t entry = 0; entry < count; entry += 8) {
        __mmask8 here = (__mmask8)first_lanes(count - entry);
        __m512i numbers = _mm512_cvtepu8_epi64(_mm_maskz_loadu_epi8(here, codes + entry));
        _mm512_mask_storeu_pd(decoded + entry, here, _mm512_permutex2var_pd(low, numbers, high));
    }
}

#endif

void features_decode(
    const uint8_t *codes, size_t count, const double *values, size_t value_count, double *decoded,
    enum features_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == features_instructions_avx512) {
        return decode_avx512(codes, count, values, value_count, decoded);
    }
#endif
    decode_portable(codes, count, values, decoded);
}
