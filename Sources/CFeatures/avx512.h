#pragma once

#include <immintrin.h>

/* What `features_instructions_avx512` asks of a processor. */
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,bmi,bmi2,popcnt")))
#define AVX512_INLINE AVX512 static inline __attribute__((always_inline))

/// Sixteen numbers of 32 bits.
typedef __m512i lanes;

/// The number of each lane.
AVX512_INLINE lanes lane_numbers(void) {
    return _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/// The lanes below number `count`, which may be 16 and more.
AVX512_INLINE __mmask16 first_lanes(size_t count) { return count < 16 ? (__mmask16)((1u << count) - 1) : 0xFFFF; }
