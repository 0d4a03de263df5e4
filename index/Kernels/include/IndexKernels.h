#pragma once
// What the index needs C for: loops with SIMD, and the guard of file mappings. Everything else is Swift.
#include "BitPacking.h"
#include "PostingKernels.h"
#include "PostingCursor.h"
#include "PhraseKernels.h"
#include "PostingEncoding.h"
#include "PostingMerging.h"
#include "DictionaryKernels.h"
#include "Reordering.h"
#include "TermKernels.h"
#include "WordKernels.h"
#include "fault_guard.h"
