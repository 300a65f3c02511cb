/* The plain way to learn from a CSV file, in one thread and without a library: plain CSV [WEIGHTS]
 *
 * Each review is cut by the tutorial's tokenizer, hashed by MurmurHash3 into 2^21 columns, its duplicates summed, its row
 * normed, and learned by logistic SGD with scikit-learn's optimal learning rate, in scikit-learn's order for batches of 1,000
 * and random_state=1. It takes the columns of a row as they come and scales the weights once, at the end, so that the weights
 * equal scikit-learn's up to rounding. It knows letters by the C library. Prints the documents and the share that was labelled
 * right before it was learned; WEIGHTS gets the weights and the intercept as float64. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#define COLUMNS (1u << 21)
#define BATCH 1000
#define SHUFFLE_SEED 2135392491u /* RandomState(1)'s second draw */

static const char *stop_words =
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its "
    "itself they them their theirs themselves what which who whom this that these those am is are was were be been being have "
    "has had having do does did doing a an the and but if or because as until while of at by for with about against between "
    "into through during before after above below to from up down in out on off over under again further then once here there "
    "when where why how all any both each few more most other some such no nor not only own same so than too very s t can will "
    "just don should now ";

static void *grown(void *items, size_t *room, size_t needed, size_t size) {
    if (needed <= *room) return items;
    while (*room < needed) *room = *room ? *room * 2 : 4096;
    if (!(items = realloc(items, *room * size))) abort();
    return items;
}

/* ---- text */

static char *text, *cut;
static size_t text_room, cut_room, text_count, cut_count;

static uint32_t murmur3(const char *bytes, size_t count) {
    uint32_t hash = 0, block, tail = 0;
    size_t index = 0;
    for (; index + 4 <= count; index += 4) {
        memcpy(&block, bytes + index, 4);
        block *= 0xCC9E2D51;
        block = block << 15 | block >> 17;
        hash ^= block * 0x1B873593;
        hash = hash << 13 | hash >> 19;
        hash = hash * 5 + 0xE6546B64;
    }
    for (size_t rest = count; rest > index; rest--) tail = tail << 8 | (unsigned char)bytes[rest - 1];
    tail *= 0xCC9E2D51;
    tail = tail << 15 | tail >> 17;
    if (count > index) hash ^= tail * 0x1B873593;
    hash ^= count;
    hash = (hash ^ hash >> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35;
    return hash ^ hash >> 16;
}

static struct { uint32_t hash; const char *word; size_t count; } stops[1024];

static int is_stop_word(uint32_t hash, const char *word, size_t count) {
    for (uint32_t slot = hash % 1024; stops[slot].word; slot = (slot + 1) % 1024)
        if (stops[slot].hash == hash && stops[slot].count == count && !memcmp(stops[slot].word, word, count)) return 1;
    return 0;
}

static void learn_stop_words(void) {
    for (const char *word = stop_words, *end; (end = strchr(word, ' ')); word = end + 1) {
        uint32_t hash = murmur3(word, end - word), slot = hash % 1024;
        while (stops[slot].word) slot = (slot + 1) % 1024;
        stops[slot].hash = hash;
        stops[slot].word = word;
        stops[slot].count = end - word;
    }
}

/* A scalar beyond ASCII, lower-cased; a space where it is no letter and no digit. */
static size_t put_scalar(const char *bytes, size_t left) {
    mbstate_t state = {0};
    wchar_t scalar;
    size_t taken = mbrtowc(&scalar, bytes, left, &state);
    if (taken == 0 || taken > left) return 1; /* not UTF-8: dropped */
    /* Python's \w has the superscripts and fractions of Latin-1 in it, the C library has not. */
    if (iswalnum(scalar) || wcschr(L"\u00b2\u00b3\u00b9\u00bc\u00bd\u00be", scalar))
        cut_count += wcrtomb(cut + cut_count, towlower(scalar), &state);
    else if (cut_count && cut[cut_count - 1] != ' ') cut[cut_count++] = ' ';
    return taken;
}

/* The review in `text` without tags, lower-cased, a space for all else, its smileys at the end. */
static void cut_text(void) {
    size_t kept = 0;
    for (size_t index = 0; index < text_count; index++) {
        char *end;
        if (text[index] == '<' && (end = memchr(text + index, '>', text_count - index))) index = end - text;
        else text[kept++] = text[index];
    }
    cut = grown(cut, &cut_room, 3 * kept + 8, 1);
    cut_count = 0;
    for (size_t index = 0; index < kept;) {
        unsigned char byte = text[index];
        if (byte >= 0x80) {
            index += put_scalar(text + index, kept - index);
            continue;
        }
        index++;
        if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_') cut[cut_count++] = byte;
        else if (cut_count == 0 || cut[cut_count - 1] != ' ') cut[cut_count++] = ' ';
    }
    for (size_t index = 0, faces = 0; index + 1 < kept; index++) {
        if (!strchr(":;=", text[index]) || !text[index]) continue;
        size_t mouth = index + 1 + (text[index + 1] == '-');
        if (mouth >= kept || (text[mouth] != ')' && text[mouth] != '(')) continue;
        if (faces++) cut[cut_count++] = ' ';
        cut[cut_count++] = text[index];
        cut[cut_count++] = text[mouth];
        index = mouth;
    }
}

/* ---- rows */

static int32_t *columns;
static double *values;
static size_t columns_room, values_room, entries;
static size_t begins[BATCH + 1];
static int truths[BATCH];

/* Adds the review in `text` to the batch, as a row of distinct columns with norm 1. */
static void add_row(int number, int truth) {
    static int32_t slots[1 << 14];
    static uint32_t stamps[1 << 14], stamp;
    size_t first = entries;
    cut_text();
    stamp++;
    for (size_t start = 0, end; start < cut_count; start = end + 1) {
        char *space = memchr(cut + start, ' ', cut_count - start);
        end = space ? (size_t)(space - cut) : cut_count;
        if (end == start) continue;
        uint32_t hash = murmur3(cut + start, end - start);
        if (is_stop_word(hash, cut + start, end - start)) continue;
        int32_t sign = (int32_t)hash >= 0 ? 1 : -1, column = (sign > 0 ? hash : -hash) % COLUMNS;
        uint32_t slot = column & 0x3FFF;
        while (stamps[slot] == stamp && columns[slots[slot]] != column) slot = (slot + 1) & 0x3FFF;
        if (stamps[slot] != stamp) {
            if (entries - first > 1 << 13) abort();
            columns = grown(columns, &columns_room, entries + 1, sizeof *columns);
            values = grown(values, &values_room, entries + 1, sizeof *values);
            stamps[slot] = stamp;
            slots[slot] = entries;
            columns[entries] = column;
            values[entries++] = 0;
        }
        values[slots[slot]] += sign;
    }
    double norm = 0;
    for (size_t entry = first; entry < entries; entry++) norm += values[entry] * values[entry];
    norm = sqrt(norm);
    if (norm > 0)
        for (size_t entry = first; entry < entries; entry++) values[entry] /= norm;
    begins[number] = first;
    begins[number + 1] = entries;
    truths[number] = truth;
}

/* ---- weights */

static double *weights, intercept, scale = 1, steps = 1;

static double margin(int row) {
    double sum = 0;
    for (size_t entry = begins[row]; entry < begins[row + 1]; entry++) sum += weights[columns[entry]] * values[entry];
    return sum * scale + intercept;
}

static void learn_row(int row) {
    double alpha = 1e-4, begin = 1 / (sqrt(1 / sqrt(alpha)) * alpha), eta = 1 / (alpha * (begin + steps - 1)), p = margin(row);
    double update = eta * (truths[row] - 1 / (1 + exp(-p)));
    scale *= 1 - eta * alpha;
    for (size_t entry = begins[row]; entry < begins[row + 1]; entry++) weights[columns[entry]] += values[entry] * (update / scale);
    intercept += update * 0.01;
    steps++;
}

static int learn_batch(int count) {
    int order[BATCH], right = 0;
    uint32_t random = SHUFFLE_SEED;
    for (int row = 0; row < count; row++) {
        order[row] = row;
        right += (margin(row) > 0) == truths[row];
    }
    for (int row = 0; row < count - 1; row++) {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        int other = row + (random & 0x7FFFFFFF) % (count - row), held = order[row];
        order[row] = order[other];
        order[other] = held;
    }
    for (int row = 0; row < count; row++) learn_row(order[row]);
    entries = 0;
    return right;
}

/* ---- the file */

/* Reads the field at `at` into `text`; returns where its separator stands. */
static const char *read_field(const char *at, const char *end) {
    text_count = 0;
    if (at < end && *at == '"') {
        for (at++; at < end;) {
            const char *quote = memchr(at, '"', end - at);
            if (!quote) quote = end;
            int doubled = quote + 1 < end && quote[1] == '"';
            text = grown(text, &text_room, text_count + (quote - at) + 1, 1);
            memcpy(text + text_count, at, quote - at + doubled);
            text_count += quote - at + doubled;
            at = quote + 1 + doubled;
            if (!doubled) break;
        }
        return at;
    }
    const char *start = at;
    while (at < end && *at != ',' && *at != '\n' && *at != '\r') at++;
    text_count = at - start;
    text = grown(text, &text_room, text_count + 1, 1);
    memcpy(text, start, text_count);
    return at;
}

int main(int count, char **words) {
    struct stat facts;
    int file = count >= 2 ? open(words[1], O_RDONLY) : -1;
    if (file < 0 || fstat(file, &facts) || !setlocale(LC_CTYPE, "C.UTF-8")) return 1;
    const char *bytes = mmap(NULL, facts.st_size, PROT_READ, MAP_PRIVATE, file, 0), *end = bytes + facts.st_size;
    if (bytes == MAP_FAILED || !(weights = calloc(COLUMNS, sizeof *weights))) return 1;
    learn_stop_words();
    const char *at = memchr(bytes, '\n', facts.st_size);
    long documents = 0, right = 0;
    int rows = 0;
    for (at = at ? at + 1 : end; at < end; at++) {
        at = read_field(at, end);
        if (at >= end || *at != ',') return 1;
        add_row(rows++, at[1] == '1');
        documents++;
        if (!(at = memchr(at, '\n', end - at))) at = end;
        if (rows == BATCH) right += learn_batch(rows), rows = 0;
    }
    if (rows) right += learn_batch(rows);
    for (uint32_t column = 0; column < COLUMNS; column++) weights[column] *= scale;
    printf("documents %ld right %.4f\n", documents, (double)right / documents);
    if (count < 3) return 0;
    FILE *out = fopen(words[2], "w");
    if (!out || fwrite(weights, sizeof *weights, COLUMNS, out) != COLUMNS || fwrite(&intercept, sizeof intercept, 1, out) != 1) return 1;
    return fclose(out) != 0;
}
