#include "CFeatures.h"

enum features_instructions features_best_instructions(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt");
    if (has_avx512) return features_instructions_avx512;
    if (__builtin_cpu_supports("avx2")) return features_instructions_avx2;
#endif
    return features_instructions_portable;
}
