import CUTF8Proc

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The text in compatibility form (NFKC), case folded: what looks or is said alike is alike.
func compatibilityFolded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let options = utf8proc_option_t(
        UTF8PROC_STABLE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_COMPOSE.rawValue
            | UTF8PROC_CASEFOLD.rawValue)
    var folded: UnsafeMutablePointer<UInt8>?
    // Safe: utf8proc reads `count` bytes, and sets `folded` to memory of its own, or to null.
    let count = unsafe utf8proc_map(bytes, bytes.count, &folded, options)
    // Safe: what utf8proc allocated is freed once; free takes null too.
    defer { unsafe free(folded) }
    // Safe: a count that is not negative is the number of bytes at `folded`.
    guard count >= 0, let start = unsafe folded else { return text }
    // Safe: as above; the bytes are copied here.
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
}
