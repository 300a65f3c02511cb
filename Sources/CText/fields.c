#include "instructions.h"

#include <string.h>

/* The end of a field without quotes. */

INLINE bool ends_plain(uint8_t byte, uint8_t delimiter) {
    /* Without branches, so that many bytes can be looked at together. */
    return (byte == delimiter) | (byte == '\n') | (byte == '\r') | (byte == '"');
}

static struct text_field find_plain_end_portable(const uint8_t *bytes, size_t count, uint8_t delimiter) {
    uint8_t all = 0;
    size_t index = 0;
    for (; count - index >= 64; index += 64) {
        uint8_t ends = 0, all_here = 0;
        for (size_t place = index; place < index + 64; place++) {
            ends |= ends_plain(bytes[place], delimiter);
            all_here |= bytes[place];
        }
        if (ends != 0) break;
        all |= all_here;
    }
    for (; index < count && !ends_plain(bytes[index], delimiter); index++) all |= bytes[index];
    return (struct text_field){index, all < 0x80, false};
}

#if defined(__x86_64__)

AVX512 static struct text_field find_plain_end_avx512(const uint8_t *bytes, size_t count, uint8_t delimiter) {
    const __m512i delimiters = _mm512_set1_epi8((char)delimiter);
    uint64_t others = 0;
    for (size_t index = 0; index < count; index += 64) {
        /* Bytes that are not present are not read, and end nothing. */
        __mmask64 present = count - index < 64 ? ((__mmask64)1 << (count - index)) - 1 : ~(__mmask64)0;
        __m512i block = _mm512_maskz_loadu_epi8(present, bytes + index);
        uint64_t ends = _mm512_mask_cmpeq_epi8_mask(present, block, delimiters)
            | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'))
            | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r'))
            | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
        /* Those below the first end; all where there is none. */
        others |= _mm512_movepi8_mask(block) & (ends ^ (ends - 1)) & ~ends;
        if (ends != 0) return (struct text_field){index + (size_t)__builtin_ctzll(ends), others == 0, false};
    }
    return (struct text_field){count, others == 0, false};
}

#endif

struct text_field text_find_plain_end(
    const uint8_t *bytes, size_t count, uint8_t delimiter, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return find_plain_end_avx512(bytes, count, delimiter);
#endif
    return find_plain_end_portable(bytes, count, delimiter);
}

/* The end of a field in quotes. */

#if defined(__x86_64__)

/* For each bit whether the number of bits up to it, itself among them, is odd. */
AVX512 INLINE uint64_t odd_so_far(uint64_t bits) {
    __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

#endif

static struct text_field find_closing_quote_portable(const uint8_t *bytes, size_t count) {
    struct text_field field = {0, true, false};
    while (field.length < count) {
        const uint8_t *start = bytes + field.length;
        const uint8_t *quote = memchr(start, '"', count - field.length);
        size_t length = quote != NULL ? (size_t)(quote - start) : count - field.length;
        uint8_t all = 0;
        for (size_t index = 0; index < length; index++) all |= start[index];
        field.is_ascii &= all < 0x80;
        field.length += length;
        if (quote == NULL || field.length + 1 == count || quote[1] != '"') break;
        field.has_pairs = true;
        field.length += 2;
    }
    return field;
}

#if defined(__x86_64__)

AVX512 static struct text_field find_closing_quote_avx512(const uint8_t *bytes, size_t count) {
    const __m512i quote = _mm512_set1_epi8('"');
    __m512i all = _mm512_setzero_si512();
    uint64_t pairs = 0;
    /* All bits where the block before ended between two quotes. */
    uint64_t carry = 0;
    for (size_t index = 0; index < count; index += 64) {
        bool is_last = count - index <= 64;
        __m512i block = is_last ? _mm512_maskz_loadu_epi8(~(__mmask64)0 >> (64 - (count - index)), bytes + index)
                                : _mm512_loadu_si512(bytes + index);
        uint64_t quotes = _mm512_cmpeq_epi8_mask(block, quote);
        if (quotes != 0) {
            /* The first of every two, and the one that closes, which no other follows: all at once, for a branch at each quote
               would be mispredicted. */
            uint64_t firsts = quotes & (odd_so_far(quotes) ^ carry);
            uint64_t is_followed = quotes >> 1;
            if (!is_last) is_followed |= (uint64_t)(bytes[index + 64] == '"') << 63;
            uint64_t closing = firsts & ~is_followed;
            if (closing != 0) {
                uint64_t before = (closing ^ (closing - 1)) & ~closing;
                all = _mm512_or_si512(all, _mm512_maskz_mov_epi8(before, block));
                pairs |= quotes & before;
                size_t length = index + (size_t)__builtin_ctzll(closing);
                return (struct text_field){length, _mm512_movepi8_mask(all) == 0, pairs != 0};
            }
            pairs |= quotes;
            carry ^= -(uint64_t)(__builtin_popcountll(quotes) & 1);
        }
        all = _mm512_or_si512(all, block);
    }
    return (struct text_field){count, _mm512_movepi8_mask(all) == 0, pairs != 0};
}

#endif

struct text_field text_find_closing_quote(const uint8_t *bytes, size_t count, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return find_closing_quote_avx512(bytes, count);
#endif
    return find_closing_quote_portable(bytes, count);
}

/* Quotes that are written twice. */

static size_t unpair_quotes_portable(const uint8_t *bytes, size_t count, uint8_t *output) {
    size_t written = 0;
    while (count > 0) {
        const uint8_t *quote = memchr(bytes, '"', count);
        /* Up to the first of two, which is written too, and on behind the second. */
        size_t length = quote != NULL ? (size_t)(quote - bytes) + 1 : count;
        memcpy(output + written, bytes, length);
        written += length;
        size_t read = quote != NULL && length < count ? length + 1 : length;
        bytes += read;
        count -= read;
    }
    return written;
}

#if defined(__x86_64__)

AVX512 static size_t unpair_quotes_avx512(const uint8_t *bytes, size_t count, uint8_t *output) {
    const __m512i quote = _mm512_set1_epi8('"');
    size_t written = 0;
    /* All bits where the block before ended between two quotes. */
    uint64_t carry = 0;
    for (size_t index = 0; index < count; index += 64) {
        __mmask64 present = count - index < 64 ? ((__mmask64)1 << (count - index)) - 1 : ~(__mmask64)0;
        __m512i block = _mm512_maskz_loadu_epi8(present, bytes + index);
        uint64_t quotes = _mm512_cmpeq_epi8_mask(block, quote);
        uint64_t odd = odd_so_far(quotes) ^ carry;
        carry ^= -(uint64_t)(__builtin_popcountll(quotes) & 1);
        __mmask64 kept = present & (~quotes | odd);
        size_t length = (size_t)__builtin_popcountll(kept);
        block = _mm512_maskz_compress_epi8(kept, block);
        /* What is written has moved to the front, so that a whole block has room where it was read. */
        _mm512_mask_storeu_epi8(output + written, present, block);
        written += length;
    }
    return written;
}

#endif

size_t text_unpair_quotes(const uint8_t *bytes, size_t count, uint8_t *output, enum text_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == text_instructions_avx512) return unpair_quotes_avx512(bytes, count, output);
#endif
    return unpair_quotes_portable(bytes, count, output);
}
