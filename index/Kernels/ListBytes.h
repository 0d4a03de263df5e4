#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "BitPacking.h"
#include "PostingKernels.h"

// How the kernels read the variable parts of a posting list; every byte may be damaged.

// Reads LEB128 of at most 35 bits before `end` and moves past it; 0 where it is damaged.
static inline int take_wide(const uint8_t **bytes, const uint8_t *end, uint64_t *value) {
    if (*bytes < end && **bytes < 0x80) {
        *value = *(*bytes)++;
        return 1;
    }
    *value = 0;
    for (uint32_t shift = 0; shift < 35 && *bytes < end; shift += 7) {
        const uint8_t byte = *(*bytes)++;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return 1;
    }
    return 0;
}

// Reads LEB128 of at most 32 bits, as `take_wide` does.
static inline int take(const uint8_t **bytes, const uint8_t *end, uint32_t *value) {
    uint64_t wide = 0;
    if (!take_wide(bytes, end, &wide) || wide > UINT32_MAX) return 0;
    *value = (uint32_t)wide;
    return 1;
}

// Reads a tail of `count` postings, which begins after the document `base`, up to `end`: gap << 1 | isOne, and where a
// frequency is not 1, frequency - 2. Returns the byte after it; NULL where it ends early, documents do not ascend or
// reach UINT32_MAX, or a frequency exceeds 2^30.
static inline const uint8_t *read_tail(
    const uint8_t *bytes, const uint8_t *end, uint32_t base, uint32_t count, uint32_t *documents,
    uint32_t *frequencies) {
    // One more than the document before; 0 for none.
    uint64_t next = (uint32_t)(base + 1);
    for (uint32_t index = 0; index < count; index++) {
        uint64_t gap = 0;
        uint32_t more = 0;
        if (!take_wide(&bytes, end, &gap)) return NULL;
        if ((gap & 1) == 0 && !take(&bytes, end, &more)) return NULL;
        next += gap >> 1;
        if (next >= UINT32_MAX || more > (1u << 30) - 2) return NULL;
        documents[index] = (uint32_t)next++;
        frequencies[index] = gap & 1 ? 1 : more + 2;
    }
    return bytes;
}

// Stands in the place of a group's header where a block's documents are a bitset.
enum { BITSET_MARK = 0xFF };

// Reads the documents of a full block, which begins after the document `base`. Returns their size; 0 where they end
// late, do not ascend or reach UINT32_MAX.
static inline size_t read_documents(const uint8_t *bytes, size_t size, uint32_t base, uint32_t *documents) {
    if (size < 2) return 0;
    if (*bytes == BITSET_MARK) {
        const size_t word_count = bytes[1], end = 2 + 8 * word_count;
        const uint32_t first = (base + 1) & ~63u;
        // Written by fours, so that few branches are taken; what is too much is overwritten.
        uint32_t found[128 + 4], count = 0;
        if (end > size || 64 * (uint64_t)word_count > (uint64_t)UINT32_MAX - first) return 0;
        for (uint32_t index = 0; index < word_count; index++) {
            uint64_t word;
            memcpy(&word, bytes + 2 + 8 * index, sizeof word);
            const uint32_t more = (uint32_t)__builtin_popcountll(word), start = first + 64 * index;
            if (count + more > 128) return 0;
            for (uint32_t done = 0; done < more; done += 4)
                for (uint32_t place = count + done; place < count + done + 4; place++) {
                    found[place] = start + (uint32_t)__builtin_ctzll(word | 1ull << 63);
                    word &= word - 1;
                }
            count += more;
        }
        memcpy(documents, found, 128 * sizeof *found);
        return count == 128 && found[0] >= base + 1 ? end : 0;
    }
    const size_t end = dossier_decode_group(bytes, size, 128, documents);
    if (end == 0) return 0;
    dossier_sum_gaps_128(base, documents);
    // 128 gaps of 24 bits stay below 2^31: a sum that wraps around once is below the base.
    const uint32_t bits = (bytes[0] & 31u) + (bytes[0] >> 5 != 0 ? 8 : 0);
    if (bits <= 24) return documents[127] != UINT32_MAX && (base == UINT32_MAX || documents[127] > base) ? end : 0;
    uint32_t previous = base;
    for (int index = 0; index < 128; index++) {
        if ((previous != UINT32_MAX && documents[index] <= previous) || documents[index] == UINT32_MAX) return 0;
        previous = documents[index];
    }
    return end;
}

// Reads the frequencies of a full block. Returns their size; 0 where they end late or one exceeds 2^30.
static inline size_t read_frequencies(const uint8_t *bytes, size_t size, uint32_t *frequencies) {
    const size_t end = dossier_decode_group(bytes, size, 128, frequencies);
    if (end == 0) return 0;
    uint32_t all = 0;
    for (int index = 0; index < 128; index++) {
        all |= frequencies[index];
        frequencies[index] += 1;
    }
    return all >= 1u << 30 ? 0 : end;
}

// Reads the frequencies that fill `size` bytes; 0 where they are damaged.
static inline int read_all_frequencies(const uint8_t *bytes, size_t size, uint32_t *frequencies) {
    return size > 0 && read_frequencies(bytes, size, frequencies) == size;
}

// Reads one of them.
static inline int read_frequency(const uint8_t *bytes, size_t size, uint32_t place, uint32_t *frequency) {
    uint32_t less = 0;
    if (size == 0 || dossier_decode_one_of_128(bytes, size, place, &less) != size || less >= 1u << 30) return 0;
    *frequency = less + 1;
    return 1;
}

// Reads the gaps of a chunk. Returns its size; 0 where it ends early.
static inline size_t read_gaps(const uint8_t *bytes, size_t size, size_t count, uint32_t *gaps) {
    const uint8_t *at = bytes, *end = bytes + size;
    while (count > dossier_plain_gaps) {
        const uint32_t group = count < 128 ? (uint32_t)count : 128;
        const size_t group_size = dossier_decode_group(at, (size_t)(end - at), group, gaps);
        if (group_size == 0) return 0;
        at += group_size;
        gaps += group;
        count -= group;
    }
    for (; count > 0; count--)
        if (!take(&at, end, gaps++)) return 0;
    return (size_t)(at - bytes);
}

static inline uint32_t load_u32(const uint8_t *bytes) {
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

// Five bytes, an offset.
static inline size_t load_u40(const uint8_t *bytes) { return (size_t)load_u32(bytes) | (size_t)bytes[4] << 32; }

static inline uint32_t load_u16(const uint8_t *bytes) {
    uint16_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

// How many groups of 32 blocks a directory tells apart: none of a single one.
static inline size_t group_count(size_t block_count) { return block_count > 32 ? (block_count + 31) / 32 : 0; }

// The entry of a block of a list of at least 128 postings; 0 where it contradicts itself or the list's size.
static inline int read_entry(
    const uint8_t *list, size_t size, size_t block_count, size_t index, dossier_block_entry *entry) {
    const size_t groups = group_count(block_count), entries = 8 * groups, directory = entries + 8 * block_count;
    if (directory > size) return 0;
    const uint8_t *at = list + entries + 8 * index;
    const size_t start = groups == 0 ? 0 : load_u32(list + 8 * (index / 32) + 4);
    size_t end = size;
    if (index + 1 < block_count) {
        const int is_last = groups > 0 && index % 32 == 31;
        end = is_last ? load_u32(list + 8 * (index / 32 + 1) + 4) : start + load_u16(at + 14);
    }
    entry->last_document = load_u32(at);
    entry->impacts = start + load_u16(at + 4);
    entry->block = start + load_u16(at + 6);
    entry->end = end;
    return directory <= entry->impacts && entry->impacts <= entry->block && entry->block <= end && end <= size;
}

// Where the chunk of a block lies in the positions of a list of at least 128 postings; 0 where that contradicts itself.
static inline int read_chunk_range(
    const uint8_t *positions, size_t size, size_t block_count, size_t index, size_t *start, size_t *end) {
    const size_t groups = group_count(block_count), entries = 1 + 5 * groups;
    if (size < entries || (*positions != 2 && *positions != 4)) return 0;
    const size_t width = *positions, directory = entries + width * block_count;
    if (directory > size) return 0;
    *end = size;
    for (size_t block = index; block <= index + 1 && block < block_count; block++) {
        const uint8_t *at = positions + entries + width * block;
        *(block == index ? start : end) =
            (groups == 0 ? 0 : load_u40(positions + 1 + 5 * (block / 32))) + (width == 2 ? load_u16(at) : load_u32(at));
    }
    return directory <= *start && *start <= *end && *end <= size;
}
