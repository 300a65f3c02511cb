#include "CLearning.h"

enum learning_instructions learning_best_instructions(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("popcnt")) return learning_instructions_avx512;
#endif
    return learning_instructions_portable;
}

#define INLINE static inline __attribute__((always_inline))

INLINE void multiply_each(double *numbers, size_t count, const double *factors, size_t factor_count) {
    for (size_t index = 0; index < count; index++) {
        for (size_t factor = 0; factor < factor_count; factor++) numbers[index] *= factors[factor];
    }
}

/* Defines a loop that has eight vectors of `width` numbers in registers while it multiplies them: each product waits for the one
   before, and eight others are computed meanwhile. */
#define DEFINE_MULTIPLY(name, width, target)                                                                          \
    target static void name(double *numbers, size_t count, const double *factors, size_t factor_count) {             \
        typedef double vector __attribute__((vector_size(8 * width), aligned(8), may_alias));                        \
        size_t whole = count - count % (8 * width);                                                                   \
        for (double *place = numbers; place < numbers + whole; place += 8 * width) {                                  \
            vector *vectors = (vector *)place;                                                                        \
            vector a = vectors[0], b = vectors[1], c = vectors[2], d = vectors[3];                                    \
            vector e = vectors[4], f = vectors[5], g = vectors[6], h = vectors[7];                                    \
            for (size_t index = 0; index < factor_count; index++) {                                                   \
                double factor = factors[index];                                                                       \
                a *= factor, b *= factor, c *= factor, d *= factor;                                                   \
                e *= factor, f *= factor, g *= factor, h *= factor;                                                   \
            }                                                                                                         \
            vectors[0] = a, vectors[1] = b, vectors[2] = c, vectors[3] = d;                                           \
            vectors[4] = e, vectors[5] = f, vectors[6] = g, vectors[7] = h;                                           \
        }                                                                                                             \
        multiply_each(numbers + whole, count - whole, factors, factor_count);                                         \
    }

DEFINE_MULTIPLY(multiply_portable, 2, )
#if defined(__x86_64__)
DEFINE_MULTIPLY(multiply_avx512, 8, __attribute__((target("avx512f"))))
#endif

void learning_multiply(
    double *numbers, size_t count, const double *factors, size_t factor_count, enum learning_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == learning_instructions_avx512) return multiply_avx512(numbers, count, factors, factor_count);
#endif
    multiply_portable(numbers, count, factors, factor_count);
}
