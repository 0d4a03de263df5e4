#include "Disjunction.h"

#include "CursorSteps.h"

// As `TermScorer.roundedUp`: above what rounding may add.
static const double ROUNDED_UP = 1 + 0x1p-40;

// Parts the lists in the documents first...last. Returns 0 when none of these can exceed the threshold.
static int part(dossier_disjunction *lists, uint32_t first, uint32_t last, float threshold) {
    for (uint32_t place = 0; place < lists->list_count; place++) {
        dossier_cursor_enter(lists->lists[place], first);
        lists->bounds[place] = dossier_cursor_bound(lists->lists[place], first, last);
    }
    // From window to window little changes.
    for (uint32_t rank = 1; rank < lists->list_count; rank++) {
        const uint32_t place = lists->order[rank];
        uint32_t next = rank;
        for (; next > 0 && lists->bounds[place] < lists->bounds[lists->order[next - 1]]; next--)
            lists->order[next] = lists->order[next - 1];
        lists->order[next] = place;
    }
    double sum = 0;
    lists->inessential_count = 0;
    for (; lists->inessential_count < lists->list_count; lists->inessential_count++) {
        const double bound = lists->bounds[lists->order[lists->inessential_count]];
        sum += bound;
        if (bound != 0 && (float)(sum * ROUNDED_UP) > threshold) return 1;
    }
    return 0;
}

uint32_t dossier_next_window(dossier_disjunction *lists, uint32_t base, uint32_t end, float threshold) {
    for (; base < end; base += WINDOW) {
        const uint32_t last = end - base < WINDOW ? end - 1 : base + WINDOW - 1;
        if (part(lists, base, last, threshold)) return base;
        if (end - base <= WINDOW) break;
    }
    return end;
}
