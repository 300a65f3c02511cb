#include "CFeatures.h"

#if defined(__x86_64__)

#include "avx512.h"

/* Bitonic sorting, source: Kenneth E. Batcher, "Sorting Networks and Their Applications", AFIPS Spring Joint Computer
   Conference (1968), 307-314.

   Which keys are compared does not depend on the keys, so that no branch is mispredicted. Up to 256 keys stay in registers:
   in rows of sixteen, of which each column is sorted first; then columns are merged by two, by four and so on. What has more
   keys is sorted in blocks of 256, which are merged in memory.

   A run is bitonic where it ascends and then descends, or is a rotation of one that does. When each key of its first half is
   put in order with that of the same place in the second, both halves are bitonic, and none of the first is greater than any
   of the second. Going on so with the halves is called cleaning here. */

enum { block_rows = 16 };

#define UNROLLED _Pragma("clang loop unroll(full)")

AVX512_INLINE void order(lanes *low, lanes *high) {
    lanes lower = _mm512_min_epu32(*low, *high);
    *high = _mm512_max_epu32(*low, *high);
    *low = lower;
}

/* The row with each lane where that was whose number differs in the bits of `distance`, a constant. */
AVX512_INLINE lanes crossed(lanes row, int distance) {
    switch (distance) {
    case 1: return _mm512_shuffle_epi32(row, 0xB1);
    case 2: return _mm512_shuffle_epi32(row, 0x4E);
    case 3: return _mm512_shuffle_epi32(row, 0x1B);
    case 4: return _mm512_shuffle_i32x4(row, row, 0xB1);
    case 8: return _mm512_shuffle_i32x4(row, row, 0x4E);
    default: return _mm512_permutexvar_epi32(_mm512_xor_si512(lane_numbers(), _mm512_set1_epi32(distance)), row);
    }
}

/* The lanes whose number has the bit `distance`, a constant. */
AVX512_INLINE __mmask16 upper_lanes(int distance) {
    return distance == 8 ? 0xFF00 : distance == 4 ? 0xF0F0 : distance == 2 ? 0xCCCC : 0xAAAA;
}

/* The lesser of two rows' lanes, and in lanes with the bit `distance` the greater. */
AVX512_INLINE lanes ordered(lanes row, lanes other, int distance) {
    return _mm512_mask_max_epu32(_mm512_min_epu32(row, other), upper_lanes(distance), row, other);
}

/* A row of which each `2 * distance` lanes are bitonic, with these in order; nothing for a distance of 0. */
AVX512_INLINE lanes cleaned(lanes row, int distance) {
    if (distance >= 8) row = ordered(row, crossed(row, 8), 8);
    if (distance >= 4) row = ordered(row, crossed(row, 4), 4);
    if (distance >= 2) row = ordered(row, crossed(row, 2), 2);
    if (distance >= 1) row = ordered(row, crossed(row, 1), 1);
    return row;
}

/* Cleans the columns of a power of two of rows. */
AVX512_INLINE void clean_columns(lanes *rows, int count) {
    UNROLLED for (int distance = count / 2; distance >= 1; distance /= 2) {
        UNROLLED for (int row = 0; row < count; row++) {
            if (!(row & distance)) order(rows + row, rows + row + distance);
        }
    }
}

AVX512_INLINE void sort_columns(lanes *rows, int count) {
    UNROLLED for (int size = 2; size <= count; size *= 2) {
        UNROLLED for (int first = 0; first < count; first += size) {
            UNROLLED for (int row = 0; row < size / 2; row++) order(rows + first + row, rows + first + size - 1 - row);
            clean_columns(rows + first, size / 2);
            clean_columns(rows + first + size / 2, size / 2);
        }
    }
}

/* Merges runs of `width / 2` columns by two: a run goes down each of its columns. */
AVX512_INLINE void merge_columns(lanes *rows, int count, int width) {
    if (count == 1) rows[0] = ordered(rows[0], crossed(rows[0], width - 1), width / 2);
    UNROLLED for (int row = 0; row < count / 2; row++) {
        /* The second run backwards: its last column first, and in each the last row. */
        lanes first = rows[row], last = crossed(rows[count - 1 - row], width - 1);
        rows[row] = ordered(first, last, width / 2);
        rows[count - 1 - row] = crossed(
            _mm512_mask_min_epu32(_mm512_max_epu32(first, last), upper_lanes(width / 2), first, last), width - 1);
    }
    UNROLLED for (int row = 0; row < count; row++) rows[row] = cleaned(rows[row], width / 4);
    clean_columns(rows, count);
}

/* Turns columns into rows: each pass puts the keys of the rows' second half between those of the first. */
AVX512_INLINE void transpose(lanes *rows, int count) {
    const lanes half = _mm512_srli_epi32(lane_numbers(), 1);
    const lanes low = _mm512_mask_add_epi32(half, 0xAAAA, half, _mm512_set1_epi32(16));
    const lanes high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
    UNROLLED for (int pass = count; pass > 1; pass /= 2) {
        lanes passed[block_rows];
        UNROLLED for (int row = 0; row < count / 2; row++) {
            passed[2 * row] = _mm512_permutex2var_epi32(rows[row], low, rows[row + count / 2]);
            passed[2 * row + 1] = _mm512_permutex2var_epi32(rows[row], high, rows[row + count / 2]);
        }
        UNROLLED for (int row = 0; row < count; row++) rows[row] = passed[row];
    }
}

/* Sorts up to 16 · `row_count` keys, a power of two; behind them are the largest keys then. */
AVX512_INLINE void sort_rows(uint32_t *keys, size_t count, int row_count) {
    lanes rows[block_rows];
    UNROLLED for (int row = 0; row < row_count; row++) {
        lanes places = _mm512_add_epi32(lane_numbers(), _mm512_set1_epi32(16 * row));
        __mmask16 present = _mm512_cmplt_epu32_mask(places, _mm512_set1_epi32((int)count));
        rows[row] = _mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), present, keys + 16 * row);
    }
    sort_columns(rows, row_count);
    merge_columns(rows, row_count, 2);
    merge_columns(rows, row_count, 4);
    merge_columns(rows, row_count, 8);
    merge_columns(rows, row_count, 16);
    transpose(rows, row_count);
    UNROLLED for (int row = 0; row < row_count; row++) _mm512_storeu_si512(keys + 16 * row, rows[row]);
}

AVX512 static void sort_block(uint32_t *keys, size_t count) {
    if (count <= 16) return sort_rows(keys, count, 1);
    if (count <= 32) return sort_rows(keys, count, 2);
    if (count <= 64) return sort_rows(keys, count, 4);
    if (count <= 128) return sort_rows(keys, count, 8);
    sort_rows(keys, count, 16);
}

AVX512_INLINE void clean_rows(uint32_t *keys, int row_count) {
    lanes rows[block_rows];
    UNROLLED for (int row = 0; row < row_count; row++) rows[row] = _mm512_loadu_si512(keys + 16 * row);
    clean_columns(rows, row_count);
    UNROLLED for (int row = 0; row < row_count; row++) _mm512_storeu_si512(keys + 16 * row, cleaned(rows[row], 8));
}

/* Cleans a run of `width` rows, of which those from `count` on, left out here, would be full of the largest keys. */
AVX512 static void clean(uint32_t *keys, size_t count, size_t width) {
    for (size_t distance = width / 2; distance >= block_rows; distance /= 2) {
        for (size_t row = 0; row + distance < count; row++) {
            if (row & distance) continue;
            lanes low = _mm512_loadu_si512(keys + 16 * row), high = _mm512_loadu_si512(keys + 16 * (row + distance));
            order(&low, &high);
            _mm512_storeu_si512(keys + 16 * row, low);
            _mm512_storeu_si512(keys + 16 * (row + distance), high);
        }
    }
    for (size_t row = 0; row < count; row += block_rows) {
        /* As many as `sort_block` wrote there. */
        size_t left = count - row;
        if (left <= 1) clean_rows(keys + 16 * row, 1);
        else if (left <= 2) clean_rows(keys + 16 * row, 2);
        else if (left <= 4) clean_rows(keys + 16 * row, 4);
        else if (left <= 8) clean_rows(keys + 16 * row, 8);
        else clean_rows(keys + 16 * row, 16);
    }
}

/* Merges a run of `width` rows with one of `count` rows behind it, which are not more. */
AVX512 static void merge(uint32_t *keys, size_t width, size_t count) {
    uint32_t *second = keys + 16 * width;
    for (size_t row = 0; row < count; row++) {
        uint32_t *low = keys + 16 * (width - 1 - row), *high = second + 16 * row;
        lanes first = _mm512_loadu_si512(low), backwards = crossed(_mm512_loadu_si512(high), 15);
        order(&first, &backwards);
        _mm512_storeu_si512(low, first);
        _mm512_storeu_si512(high, crossed(backwards, 15));
    }
    clean(keys, width, width);
    clean(second, count, width);
}

AVX512 static void sort_avx512(uint32_t *keys, size_t count) {
    enum { block = 16 * block_rows };
    for (size_t first = 0; first < count; first += block) {
        sort_block(keys + first, count - first < block ? count - first : block);
    }
    size_t rows = (count + 15) / 16;
    for (size_t width = block_rows; width < rows; width *= 2) {
        for (size_t row = 0; row + width < rows; row += 2 * width) {
            size_t behind = rows - row - width;
            merge(keys + 16 * row, width, behind < width ? behind : width);
        }
    }
}

#endif

bool features_sort_keys(uint32_t *keys, size_t count, enum features_instructions instructions) {
#if defined(__x86_64__)
    if (instructions == features_instructions_avx512 && count <= features_most_keys) {
        sort_avx512(keys, count);
        return true;
    }
#endif
    return false;
}
