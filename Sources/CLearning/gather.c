#include "CLearning.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* How many columns a word of marks has. */
enum { width = 32 };

static inline uint32_t bit(uint32_t column) { return (uint32_t)1 << column % width; }

/* Without a processor's own instruction for it, which not all of them have. */
static inline uint32_t ones_portable(uint32_t bits) {
    bits -= bits >> 1 & 0x55555555;
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
    return ((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24;
}

size_t learning_mark(const int32_t *columns, size_t count, struct learning_marks *marks, size_t column_count) {
    for (size_t entry = 0; entry < count; entry++) {
        uint32_t column = (uint32_t)columns[entry];
        if (column >= column_count) return entry;
        marks[column / width].bits |= bit(column);
    }
    return count;
}

#if defined(__x86_64__)
#define AVX512 __attribute__((target("avx512f,popcnt")))
AVX512 static inline uint32_t ones_avx512(uint32_t bits) { return (uint32_t)__builtin_popcount(bits); }
#endif

/* Defines what counts ones: the same with each way to count them. */
#define DEFINE_NUMBER(suffix, target)                                                                                 \
    target static size_t count_##suffix(struct learning_marks *marks, size_t count) {                                 \
        uint32_t before = 0;                                                                                          \
        for (size_t word = 0; word < count; word++) {                                                                 \
            marks[word].before = before;                                                                              \
            before += ones_##suffix(marks[word].bits);                                                                \
        }                                                                                                             \
        return before;                                                                                                \
    }                                                                                                                 \
    target static void number_##suffix(int32_t *columns, size_t count, const struct learning_marks *marks) {          \
        for (size_t entry = 0; entry < count; entry++) {                                                              \
            uint32_t column = (uint32_t)columns[entry];                                                               \
            struct learning_marks word = marks[column / width];                                                       \
            columns[entry] = (int32_t)(word.before + ones_##suffix(word.bits & (bit(column) - 1)));                   \
        }                                                                                                             \
    }

DEFINE_NUMBER(portable, )
#if defined(__x86_64__)
DEFINE_NUMBER(avx512, AVX512)
#endif

size_t learning_count(struct learning_marks *marks, size_t count, enum learning_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == learning_instructions_avx512) return count_avx512(marks, count);
#endif
    return count_portable(marks, count);
}

void learning_number(
    int32_t *columns, size_t count, const struct learning_marks *marks, enum learning_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == learning_instructions_avx512) return number_avx512(columns, count, marks);
#endif
    number_portable(columns, count, marks);
}

/* The weights of the columns from `first` on, of which there may be fewer than whole words. */
static void gather_portable(
    double *weights, size_t first, size_t count, struct learning_pending pending, struct learning_marks *marks,
    double *gathered) {
    for (size_t start = first; start < count; start += width) {
        uint32_t wanted = marks[start / width].bits, there = pending.bits[start / width];
        pending.bits[start / width] = wanted;
        marks[start / width].bits = 0;
        size_t end = count - start < width ? count : start + width;
        for (; there; there &= there - 1) weights[start + (size_t)__builtin_ctz(there)] = *pending.weights++;
        for (size_t column = start; column < end; column++) weights[column] *= pending.scale;
        for (; wanted; wanted &= wanted - 1) *gathered++ = weights[start + (size_t)__builtin_ctz(wanted)];
    }
}

#if defined(__x86_64__)
AVX512 static void gather_avx512(
    double *weights, size_t count, struct learning_pending pending, struct learning_marks *marks, double *gathered) {
    const __m512d scale = _mm512_set1_pd(pending.scale);
    size_t whole = count - count % width;
    for (size_t start = 0; start < whole; start += width) {
        uint32_t wanted = marks[start / width].bits, there = pending.bits[start / width];
        pending.bits[start / width] = wanted;
        marks[start / width].bits = 0;
        for (double *place = weights + start; place < weights + start + width; place += 8) {
            unsigned there_count = ones_avx512(there & 0xFF);
            unsigned wanted_count = ones_avx512(wanted & 0xFF);
            __m512d eight = _mm512_loadu_pd(place);
            __m512d others = _mm512_maskz_loadu_pd((__mmask8)((1u << there_count) - 1), pending.weights);
            eight = _mm512_mul_pd(_mm512_mask_expand_pd(eight, (__mmask8)there, others), scale);
            _mm512_storeu_pd(place, eight);
            /* Put together in a register: written to memory so directly, each number takes many times as long. */
            _mm512_mask_storeu_pd(
                gathered, (__mmask8)((1u << wanted_count) - 1), _mm512_maskz_compress_pd((__mmask8)wanted, eight));
            pending.weights += there_count;
            gathered += wanted_count;
            there >>= 8;
            wanted >>= 8;
        }
    }
    gather_portable(weights, whole, count, pending, marks, gathered);
}
#endif

void learning_gather(
    double *weights, size_t count, struct learning_pending pending, struct learning_marks *marks, double *gathered,
    enum learning_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == learning_instructions_avx512) return gather_avx512(weights, count, pending, marks, gathered);
#endif
    gather_portable(weights, 0, count, pending, marks, gathered);
}
