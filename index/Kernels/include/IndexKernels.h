#pragma once
// The loops of the index that need SIMD. Everything else is Swift.
#include "BitPacking.h"
