// SIMD loops live in headers of this folder; this file gives the target a translation unit.
