#pragma once

/* The loops over the bytes of a text for which the compiler has to be told which instructions to use. Their results are
   the same with all of them, and none reads or writes bytes outside of those named. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Which instructions a loop uses.
enum text_instructions {
    /// Those that every processor has.
    text_instructions_portable = 0,
    /// Those that every x86-64 has.
    text_instructions_sse2 = 1,
    /// AVX-512 with VBMI2, which came with Ice Lake and Zen 4.
    text_instructions_avx512 = 2,
};

/// The best that this processor has.
enum text_instructions text_best_instructions(void);

/// Writes `count` bytes to `output` with the ASCII letters in lower case, and returns whether all bytes are ASCII.
bool text_lowercase(const uint8_t *bytes, size_t count, uint8_t *output, enum text_instructions instructions);

/// Writes one bit for each of `count` bytes, the first the lowest of the first number, and returns whether all bytes are
/// ASCII.
///
/// The bits in `words` are those of ASCII letters, digits and underscores, in `eyes` those of `:`, `;` and `=`. Both get
/// `count` / 64 numbers, rounded up; bits of no byte are 0.
bool text_classify(
    const uint8_t *bytes, size_t count, uint64_t *words, uint64_t *eyes, enum text_instructions instructions);

enum {
    /// How many numbers of 32 bits `text_find_words` may write behind the last border.
    text_borders_padding = 64,
};

/// Writes where each run of bits in `count` numbers begins and ends, as two numbers of 32 bits, and returns how many runs
/// there are.
size_t text_find_words(const uint64_t *bits, size_t count, void *words, enum text_instructions instructions);

enum {
    /// What a slot of a table holds that does not answer.
    text_doubtful = 1,
};

/// A table of words by the number of their first eight bytes: the first byte is the lowest, and below the bytes of a
/// shorter word are zeros.
struct text_table {
    /// What stands for a number is in the slot that its product with `multiplier`, shifted right by `shift`, gives; that is
    /// less than 2^32.
    const uint64_t *slots;
    uint64_t multiplier;
    uint64_t shift;
};

/// How many words `text_keep_words` kept, and how many of them it doubts.
struct text_kept {
    size_t words;
    size_t doubts;
};

/// Moves those of `count` words to the front that have at least `minimum` bytes and are not in `table`.
///
/// The words are as `text_find_words` writes them, each with at least one byte; eight bytes must be readable where one
/// begins. Those of which `table` cannot tell are kept, and the places they have then are written to `doubts`, which must
/// have room for `count` of them.
struct text_kept text_keep_words(
    const uint8_t *bytes, void *words, size_t count, size_t minimum, struct text_table table, uint32_t *doubts,
    enum text_instructions instructions);

/// What a search through the contents of a CSV field found.
struct text_field {
    /// How many bytes stand before the byte that ended the search, or all where none did.
    size_t length;
    /// Whether all of these are ASCII.
    bool is_ascii;
    /// Whether there are two quotes in a row among these.
    bool has_pairs;
};

/// Finds the first of `count` bytes that is `delimiter`, a line feed, a carriage return or a quote.
struct text_field text_find_plain_end(
    const uint8_t *bytes, size_t count, uint8_t delimiter, enum text_instructions instructions);

/// Finds the first of `count` bytes that is a quote and not one of two in a row.
///
/// Two quotes in a row are passed over. The last byte ends the search when it is a quote: what follows it would tell.
struct text_field text_find_closing_quote(const uint8_t *bytes, size_t count, enum text_instructions instructions);

/// Writes `count` bytes to `output`, which has room for as many, without the second of every two quotes, and returns how
/// many it wrote.
///
/// All quotes among the bytes must be two in a row.
size_t text_unpair_quotes(const uint8_t *bytes, size_t count, uint8_t *output, enum text_instructions instructions);
