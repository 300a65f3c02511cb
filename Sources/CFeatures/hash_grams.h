#pragma once

#include "CFeatures.h"

enum {
    /// How many bytes of each gram are hashed in one go.
    step_size = 16,
    /// Next to a longer gram, too many steps of the other lanes would be in vain.
    longest_gram = 1024,
};

/// The hash of one gram.
int32_t features_hash_gram(const uint8_t *bytes, uint64_t bounds);

/// `features_hash_grams` with AVX-512.
void features_hash_grams_avx512(const uint8_t *bytes, const uint64_t *bounds, size_t count, int32_t *hashes);
