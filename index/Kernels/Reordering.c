#include "Reordering.h"

#include <string.h>

// Recursive graph bisection as in Dhulipala et al., "Compressing graphs and indexes with recursive graph bisection"
// (KDD 2016), with the simple gain and the cooling of Mackenzie, Petri and Moffat, "Tradeoff options for bipartite graph
// partitioning" (TKDE 2021): an iteration puts the half of the documents that are drawn most to the left there, and
// iterations end when the best exchange of two documents gains fewer bits than iterations were done.
enum { LEAST_HALF = 32, ITERATIONS = 20 };

// Logarithms are integers, in 1/1024, so that every machine finds the same order.
enum { FRACTION_BITS = 10, TABLE_BITS = 12 };

typedef struct {
    uint16_t of[1 << TABLE_BITS];
} logarithms_t;

// A number of log2(x) by repeated squaring; that of 0 is 0, like that of 1: a term that is nowhere costs nothing.
static void fill_logarithms(logarithms_t *logarithms) {
    logarithms->of[0] = 0;
    for (uint32_t value = 1; value < 1 << TABLE_BITS; value++) {
        const uint32_t whole = 31 - (uint32_t)__builtin_clz(value);
        uint64_t mantissa = (uint64_t)value << (31 - whole);
        uint32_t result = whole;
        for (int bit = 0; bit < FRACTION_BITS; bit++) {
            mantissa = mantissa * mantissa >> 31;
            result = result << 1 | (uint32_t)(mantissa >> 32);
            mantissa >>= mantissa >> 32;
        }
        logarithms->of[value] = (uint16_t)result;
    }
}

static inline uint32_t logarithm(const logarithms_t *logarithms, uint32_t value) {
    if (value < 1 << TABLE_BITS) return logarithms->of[value];
    const uint32_t shift = 32 - TABLE_BITS - (uint32_t)__builtin_clz(value);
    return logarithms->of[value >> shift] + (shift << FRACTION_BITS);
}

static inline void swap(uint64_t *one, uint64_t *other) {
    const uint64_t kept = *one;
    *one = *other;
    *other = kept;
}

// The key of rank `rank`; keys differ. The pivot is the median of three.
static uint64_t select_key(uint64_t *keys, size_t count, size_t rank) {
    size_t low = 0, high = count - 1;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (keys[middle] < keys[low]) swap(keys + middle, keys + low);
        if (keys[high] < keys[low]) swap(keys + high, keys + low);
        if (keys[high] < keys[middle]) swap(keys + high, keys + middle);
        const uint64_t pivot = keys[middle];
        size_t left = low, right = high;
        while (left <= right) {
            while (keys[left] < pivot) left++;
            while (keys[right] > pivot) right--;
            if (left > right) break;
            swap(keys + left++, keys + right);
            if (right-- == 0) break;
        }
        if (rank <= right && right < count) {
            high = right;
        } else if (rank >= left) {
            low = left;
        } else {
            break;
        }
    }
    return keys[rank];
}

// Counts the terms of both halves; returns how many terms were met.
static size_t count_terms(
    const dossier_forward_index *index, const dossier_bisection_room *room, const uint32_t *documents, size_t count) {
    size_t touched = 0;
    for (size_t place = 0; place < count; place++) {
        const int side = place >= count / 2;
        for (uint64_t at = index->starts[documents[place]]; at < index->starts[documents[place] + 1]; at++) {
            uint32_t *counts = room->counts + 2 * (size_t)index->terms[at];
            if ((counts[0] | counts[1]) == 0) room->touched[touched++] = index->terms[at];
            counts[side] += 1;
        }
    }
    return touched;
}

// How much a document is drawn to the right, negative to the left.
static inline int64_t attraction(const dossier_forward_index *index, const int32_t *differences, uint32_t document) {
    int64_t sum = 0;
    const uint32_t *term = index->terms + index->starts[document], *end = index->terms + index->starts[document + 1];
    for (; term < end; term++) sum += differences[*term];
    return sum < INT32_MIN ? INT32_MIN : sum > INT32_MAX ? INT32_MAX : sum;
}

// Takes the terms of a document from one side to the other.
static void move_terms(const dossier_forward_index *index, uint32_t *counts, uint32_t document, int to_right) {
    for (uint64_t at = index->starts[document]; at < index->starts[document + 1]; at++) {
        counts[2 * (size_t)index->terms[at] + !to_right] -= 1;
        counts[2 * (size_t)index->terms[at] + to_right] += 1;
    }
}

// One iteration; returns whether another may gain something.
static int exchange(
    const dossier_forward_index *index, const dossier_bisection_room *room, const logarithms_t *logarithms,
    uint32_t *documents, size_t count, size_t touched, int iteration) {
    const size_t half = count / 2;
    for (size_t place = 0; place < touched; place++) {
        const uint32_t *counts = room->counts + 2 * (size_t)room->touched[place];
        room->differences[room->touched[place]] =
            (int32_t)logarithm(logarithms, counts[1]) - (int32_t)logarithm(logarithms, counts[0]);
    }
    int64_t greatest_left = INT64_MIN, least_right = INT64_MAX;
    for (size_t place = 0; place < count; place++) {
        const int64_t drawn = attraction(index, room->differences, documents[place]);
        if (place < half && drawn > greatest_left) greatest_left = drawn;
        if (place >= half && drawn < least_right) least_right = drawn;
        // Of documents drawn alike, those that stand before the others go left.
        room->keys[place] = (uint64_t)(drawn - INT32_MIN) << 32 | place;
    }
    if (greatest_left - least_right <= (int64_t)iteration << FRACTION_BITS) return 0;
    memcpy(room->selected, room->keys, count * sizeof *room->keys);
    const uint64_t pivot = select_key(room->selected, count, half);
    // What goes right waits in the room of the keys; as many go as there is place for.
    size_t left = 0, right = 0;
    for (size_t place = 0; place < count; place++) {
        const uint32_t document = documents[place];
        const int to_right = room->keys[place] >= pivot;
        if (to_right != (place >= half)) move_terms(index, room->counts, document, to_right);
        if (to_right) {
            room->selected[right++] = document;
        } else {
            documents[left++] = document;
        }
    }
    for (size_t place = 0; place < right; place++) documents[left + place] = (uint32_t)room->selected[place];
    return 1;
}

static void bisect(
    const dossier_forward_index *index, const dossier_bisection_room *room, const logarithms_t *logarithms,
    uint32_t *documents, size_t count, int is_deep) {
    if (count < 2 * LEAST_HALF) return;
    const size_t touched = count_terms(index, room, documents, count);
    for (int iteration = 0; iteration < ITERATIONS; iteration++)
        if (!exchange(index, room, logarithms, documents, count, touched, iteration)) break;
    for (size_t place = 0; place < touched; place++)
        memset(room->counts + 2 * (size_t)room->touched[place], 0, 2 * sizeof *room->counts);
    if (!is_deep) return;
    bisect(index, room, logarithms, documents, count / 2, is_deep);
    bisect(index, room, logarithms, documents + count / 2, count - count / 2, is_deep);
}

void dossier_bisect(
    const dossier_forward_index *index, const dossier_bisection_room *room, uint32_t *documents, size_t count,
    int is_deep) {
    logarithms_t logarithms;
    fill_logarithms(&logarithms);
    bisect(index, room, &logarithms, documents, count, is_deep);
}

uint64_t dossier_gap_cost(
    const dossier_forward_index *index, const uint32_t *documents, size_t count, uint32_t *last) {
    logarithms_t logarithms;
    fill_logarithms(&logarithms);
    memset(last, 0, index->term_count * sizeof *last);
    uint64_t sum = 0;
    for (size_t place = 0; place < count; place++) {
        const uint32_t number = (uint32_t)place + 1;
        for (uint64_t at = index->starts[documents[place]]; at < index->starts[documents[place] + 1]; at++) {
            sum += logarithm(&logarithms, number - last[index->terms[at]]);
            last[index->terms[at]] = number;
        }
    }
    return sum;
}

size_t dossier_place_occurrences(
    const uint32_t *numbers, uint32_t first, uint32_t end, uint32_t count, const uint32_t *documents,
    const uint32_t *frequencies, const uint32_t *gaps, uint64_t *occurrences) {
    size_t written = 0;
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t number = numbers[documents[index]], frequency = frequencies[index];
        if (number >= first && number < end) {
            uint32_t next = 0;
            for (uint32_t place = 0; place < frequency; place++) {
                next += gaps[place];
                occurrences[written++] = (uint64_t)number << 32 | next++;
            }
        }
        gaps += frequency;
    }
    return written;
}

void dossier_sort_by_document(uint64_t *occurrences, uint64_t *scratch, size_t count, uint32_t document_count) {
    if (count <= 32) {
        for (size_t index = 1; index < count; index++) {
            const uint64_t kept = occurrences[index];
            size_t place = index;
            for (; place > 0 && occurrences[place - 1] > kept; place--) occurrences[place] = occurrences[place - 1];
            occurrences[place] = kept;
        }
        return;
    }
    // By a byte of the document's number at a time, the lowest first.
    for (uint32_t shift = 32; shift < 64 && (uint64_t)document_count >> (shift - 32) > 0; shift += 8) {
        size_t starts[256] = {0}, sum = 0;
        for (size_t index = 0; index < count; index++) starts[occurrences[index] >> shift & 0xFF] += 1;
        for (int byte = 0; byte < 256; byte++) {
            const size_t number = starts[byte];
            starts[byte] = sum;
            sum += number;
        }
        for (size_t index = 0; index < count; index++)
            scratch[starts[occurrences[index] >> shift & 0xFF]++] = occurrences[index];
        memcpy(occurrences, scratch, count * sizeof *scratch);
    }
}
