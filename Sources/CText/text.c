#include "instructions.h"

#include <string.h>

enum text_instructions text_best_instructions(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
    return has_avx512 ? text_instructions_avx512 : text_instructions_sse2;
#else
    return text_instructions_portable;
#endif
}

/* Lower case. */

static bool lowercase_portable(const uint8_t *bytes, size_t count, uint8_t *output) {
    uint8_t all = 0;
    for (size_t index = 0; index < count; index++) {
        uint8_t byte = bytes[index];
        output[index] = (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
        all |= byte;
    }
    return all < 0x80;
}

#if defined(__x86_64__)

AVX512 static bool lowercase_avx512(const uint8_t *bytes, size_t count, uint8_t *output) {
    __m512i all = _mm512_setzero_si512();
    for (size_t index = 0; index < count; index += 64) {
        /* Bytes that are not present are neither read nor written. */
        __mmask64 present = count - index < 64 ? ((__mmask64)1 << (count - index)) - 1 : ~(__mmask64)0;
        __m512i block = _mm512_maskz_loadu_epi8(present, bytes + index);
        __mmask64 upper = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(block, _mm512_set1_epi8('A')), _mm512_set1_epi8(26));
        __m512i lower = _mm512_mask_add_epi8(block, upper, block, _mm512_set1_epi8(0x20));
        _mm512_mask_storeu_epi8(output + index, present, lower);
        all = _mm512_or_si512(all, block);
    }
    return _mm512_movepi8_mask(all) == 0;
}

#endif

bool text_lowercase(const uint8_t *bytes, size_t count, uint8_t *output, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return lowercase_avx512(bytes, count, output);
#endif
    return lowercase_portable(bytes, count, output);
}

/* Classes of bytes. */

/* What 64 bytes are. */
struct block {
    uint64_t words, eyes, others;
};

/* The lowest bits of 64 bytes that are 0 or 0xFF. */
INLINE uint64_t lowest_bits(const uint8_t *answers) {
    uint64_t bits = 0;
    for (int eight = 0; eight < 8; eight++) {
        uint64_t kept = 0;
        for (int index = 0; index < 8; index++) kept |= (uint64_t)(answers[8 * eight + index] & 1 << index) << 8 * index;
        /* The product's highest byte is the sum of all. */
        bits |= (kept * 0x0101010101010101) >> 56 << 8 * eight;
    }
    return bits;
}

INLINE struct block classify_portable(const uint8_t *bytes) {
    uint8_t words[64], eyes[64], others[64];
    for (int index = 0; index < 64; index++) {
        uint8_t byte = bytes[index];
        bool is_word = (uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte == '_';
        words[index] = is_word ? 0xFF : 0;
        eyes[index] = byte == ':' || byte == ';' || byte == '=' ? 0xFF : 0;
        others[index] = byte < 0x80 ? 0 : 0xFF;
    }
    return (struct block){lowest_bits(words), lowest_bits(eyes), lowest_bits(others)};
}

#if defined(__x86_64__)

INLINE struct block classify_sse2(const uint8_t *bytes) {
    struct block block = {0, 0, 0};
    for (int index = 0; index < 64; index += 16) {
        __m128i part = _mm_loadu_si128((const __m128i *)(bytes + index));
        /* There is no comparison of unsigned bytes: what is below a bound is so too when 128 is taken from both. */
        __m128i letter = _mm_add_epi8(_mm_or_si128(part, _mm_set1_epi8(0x20)), _mm_set1_epi8((char)(128 - 'a')));
        __m128i digit = _mm_add_epi8(part, _mm_set1_epi8((char)(128 - '0')));
        __m128i word = _mm_or_si128(
            _mm_or_si128(_mm_cmplt_epi8(letter, _mm_set1_epi8(26 - 128)), _mm_cmplt_epi8(digit, _mm_set1_epi8(10 - 128))),
            _mm_cmpeq_epi8(part, _mm_set1_epi8('_')));
        /* ':' and ';' differ in the lowest bit. */
        __m128i eye = _mm_or_si128(
            _mm_cmpeq_epi8(_mm_or_si128(part, _mm_set1_epi8(1)), _mm_set1_epi8(';')),
            _mm_cmpeq_epi8(part, _mm_set1_epi8('=')));
        block.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(word) << index;
        block.eyes |= (uint64_t)(uint32_t)_mm_movemask_epi8(eye) << index;
        block.others |= (uint64_t)(uint32_t)_mm_movemask_epi8(part) << index;
    }
    return block;
}

AVX512 INLINE struct block classify_avx512(const uint8_t *bytes) {
    __m512i part = _mm512_loadu_si512(bytes);
    __m512i letter = _mm512_sub_epi8(_mm512_or_si512(part, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
    __m512i digit = _mm512_sub_epi8(part, _mm512_set1_epi8('0'));
    struct block block;
    block.words = _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26))
        | _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10)) | _mm512_cmpeq_epi8_mask(part, _mm512_set1_epi8('_'));
    block.eyes = _mm512_cmpeq_epi8_mask(_mm512_or_si512(part, _mm512_set1_epi8(1)), _mm512_set1_epi8(';'))
        | _mm512_cmpeq_epi8_mask(part, _mm512_set1_epi8('='));
    block.others = _mm512_movepi8_mask(part);
    return block;
}

#endif

/* The loop around a way to classify 64 bytes, a function for each set of instructions. */
#define CLASSIFY(name, classify_block)                                                                                 \
    bool name(const uint8_t *bytes, size_t count, uint64_t *words, uint64_t *eyes) {                                   \
        uint64_t others = 0;                                                                                           \
        for (size_t index = 0; 64 * index < count; index++) {                                                          \
            size_t left = count - 64 * index;                                                                          \
            uint8_t last[64];                                                                                          \
            const uint8_t *part = bytes + 64 * index;                                                                  \
            if (left < 64) {                                                                                           \
                memset(last, 0, sizeof last);                                                                          \
                part = memcpy(last, part, left);                                                                       \
            }                                                                                                          \
            struct block block = classify_block(part);                                                                 \
            words[index] = block.words;                                                                                \
            eyes[index] = block.eyes;                                                                                  \
            others |= block.others;                                                                                    \
        }                                                                                                              \
        return others == 0;                                                                                            \
    }

static CLASSIFY(classify_all_portable, classify_portable)
#if defined(__x86_64__)
static CLASSIFY(classify_all_sse2, classify_sse2)
AVX512 static CLASSIFY(classify_all_avx512, classify_avx512)
#endif

bool text_classify(
    const uint8_t *bytes, size_t count, uint64_t *words, uint64_t *eyes, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return classify_all_avx512(bytes, count, words, eyes);
    if (instructions == text_instructions_sse2) return classify_all_sse2(bytes, count, words, eyes);
#endif
    return classify_all_portable(bytes, count, words, eyes);
}

/* Where words begin and end: where a bit differs from the one before, which for a block's first is `carry`. */

static size_t find_words_portable(const uint64_t *bits, size_t count, uint32_t *borders) {
    size_t end = 0;
    uint64_t carry = 0;
    for (size_t index = 0; index < count; index++) {
        uint64_t changes = bits[index] ^ (bits[index] << 1 | carry);
        carry = bits[index] >> 63;
        size_t number = (size_t)__builtin_popcountll(changes);
        /* Eight at a time whatever their number, for that branch is predicted more often than one for each. */
        for (size_t done = 0; done < number; done += 8) {
            for (size_t next = done; next < done + 8; next++) {
                /* The highest bit is there for what is written behind the last border. */
                borders[end + next] = (uint32_t)(64 * index) + (uint32_t)__builtin_ctzll(changes | 1ull << 63);
                changes &= changes - 1;
            }
        }
        end += number;
    }
    if (carry != 0) borders[end++] = (uint32_t)(64 * count);
    return end / 2;
}

#if defined(__x86_64__)

AVX512 static size_t find_words_avx512(const uint64_t *bits, size_t count, uint32_t *borders) {
    uint8_t numbers[64];
    for (int index = 0; index < 64; index++) numbers[index] = (uint8_t)index;
    const __m512i places = _mm512_loadu_si512(numbers);
    size_t end = 0;
    uint64_t carry = 0;
    for (size_t index = 0; index < count; index++) {
        uint64_t changes = bits[index] ^ (bits[index] << 1 | carry);
        carry = bits[index] >> 63;
        size_t number = (size_t)__builtin_popcountll(changes);
        __m512i start = _mm512_set1_epi32((int)(64 * index));
        __m512i found = _mm512_maskz_compress_epi8(changes, places);
        for (size_t done = 0; done < number; done += 32) {
            __m512i first = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found));
            __m512i second = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1));
            _mm512_storeu_si512(borders + end + done, _mm512_add_epi32(first, start));
            _mm512_storeu_si512(borders + end + done + 16, _mm512_add_epi32(second, start));
            found = _mm512_shuffle_i64x2(found, found, _MM_SHUFFLE(3, 2, 3, 2));
        }
        end += number;
    }
    if (carry != 0) borders[end++] = (uint32_t)(64 * count);
    return end / 2;
}

#endif

size_t text_find_words(const uint64_t *bits, size_t count, void *words, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return find_words_avx512(bits, count, words);
#endif
    return find_words_portable(bits, count, words);
}

/* Known words. */

INLINE struct text_kept keep_words(
    const uint8_t *bytes, uint32_t *words, size_t count, size_t minimum, struct text_table table, uint32_t *doubts) {
    struct text_kept kept = {0, 0};
    for (size_t index = 0; index < count; index++) {
        uint64_t word;
        memcpy(&word, words + 2 * index, sizeof word);
        uint32_t start = (uint32_t)word, length = (uint32_t)(word >> 32) - start;
        uint64_t head;
        memcpy(&head, bytes + start, sizeof head);
        uint64_t key = head << (64 - 8 * (length < 8 ? length : 8));
        uint64_t known = table.slots[(key * table.multiplier) >> table.shift];
        /* Written in any case, and kept or written over: a branch would be mispredicted at every other word. */
        memcpy(words + 2 * kept.words, &word, sizeof word);
        if (__builtin_expect(known == text_doubtful, false)) {
            doubts[kept.doubts] = (uint32_t)kept.words;
            kept.doubts += length >= minimum;
        }
        kept.words += (known != key) & (minimum <= 1 || length >= minimum);
    }
    return kept;
}

/* Most settings keep words of one byte, and need not look at their lengths. */
#define KEEP_WORDS(name)                                                                                               \
    struct text_kept name(                                                                                             \
        const uint8_t *bytes, uint32_t *words, size_t count, size_t minimum, struct text_table table,                  \
        uint32_t *doubts) {                                                                                            \
        if (minimum <= 1) return keep_words(bytes, words, count, 1, table, doubts);                                    \
        return keep_words(bytes, words, count, minimum, table, doubts);                                                \
    }

static KEEP_WORDS(keep_words_portable)

#if defined(__x86_64__)

/* Eight numbers of 64 bits, each as many times `size` bytes behind `base` as every other number of `places` says. Loads one by
   one are faster than a gather, and places out of memory than those out of a vector. */
AVX512 INLINE __m512i numbers_at(const void *base, const uint32_t *places, size_t size) {
    const char *bytes = base;
    __m128d pairs[4];
    for (int pair = 0; pair < 4; pair++) {
        pairs[pair] = _mm_load_sd((const double *)(bytes + size * places[4 * pair]));
        pairs[pair] = _mm_loadh_pd(pairs[pair], (const double *)(bytes + size * places[4 * pair + 2]));
    }
    __m256d low = _mm256_insertf128_pd(_mm256_castpd128_pd256(pairs[0]), pairs[1], 1);
    __m256d high = _mm256_insertf128_pd(_mm256_castpd128_pd256(pairs[2]), pairs[3], 1);
    return _mm512_castpd_si512(_mm512_insertf64x4(_mm512_castpd256_pd512(low), high, 1));
}

/* Eight words at a time. */
AVX512 static struct text_kept keep_words_avx512(
    const uint8_t *bytes, uint32_t *words, size_t count, size_t minimum, struct text_table table, uint32_t *doubts) {
    const __m512i eight = _mm512_set1_epi64(8);
    struct text_kept kept = {0, 0};
    for (size_t index = 0; index < count; index += 8) {
        __mmask8 present = count - index < 8 ? (__mmask8)((1u << (count - index)) - 1) : 0xFF;
        uint64_t first;
        memcpy(&first, words + 2 * index, sizeof first);
        /* Where there is no word any more, the first one is looked at, which can be read. */
        __m512i block = _mm512_mask_loadu_epi64(_mm512_set1_epi64((long long)first), present, words + 2 * index);
        uint32_t last[16], places[16];
        const uint32_t *from = words + 2 * index;
        if (count - index < 8) {
            _mm512_storeu_si512(last, block);
            from = last;
        }
        __m512i heads = numbers_at(bytes, from, 1);
        __m512i starts = _mm512_and_si512(block, _mm512_set1_epi64(UINT32_MAX));
        __m512i lengths = _mm512_sub_epi64(_mm512_srli_epi64(block, 32), starts);
        __m512i spare = _mm512_slli_epi64(_mm512_sub_epi64(eight, _mm512_min_epu64(lengths, eight)), 3);
        __m512i keys = _mm512_sllv_epi64(heads, spare);
        __m512i slots = _mm512_srl_epi64(
            _mm512_mullo_epi64(keys, _mm512_set1_epi64((long long)table.multiplier)),
            _mm_cvtsi64_si128((long long)table.shift));
        _mm512_storeu_si512(places, slots);
        __m512i known = numbers_at(table.slots, places, sizeof *table.slots);
        __mmask8 stays = _mm512_mask_cmpneq_epi64_mask(present, known, keys);
        stays = _mm512_mask_cmpge_epu64_mask(stays, lengths, _mm512_set1_epi64((long long)minimum));
        __mmask8 doubtful = _mm512_mask_cmpeq_epi64_mask(stays, known, _mm512_set1_epi64(text_doubtful));
        for (unsigned left = doubtful; __builtin_expect(left != 0, false); left &= left - 1) {
            unsigned before = stays & ((left & -left) - 1);
            doubts[kept.doubts++] = (uint32_t)kept.words + (uint32_t)_mm_popcnt_u32(before);
        }
        /* What is written ends where the block does, or before. */
        _mm512_mask_storeu_epi64(words + 2 * kept.words, present, _mm512_maskz_compress_epi64(stays, block));
        kept.words += (size_t)_mm_popcnt_u32(stays);
    }
    return kept;
}

#endif

struct text_kept text_keep_words(
    const uint8_t *bytes, void *words, size_t count, size_t minimum, struct text_table table, uint32_t *doubts,
    enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return keep_words_avx512(bytes, words, count, minimum, table, doubts);
#endif
    return keep_words_portable(bytes, words, count, minimum, table, doubts);
}
