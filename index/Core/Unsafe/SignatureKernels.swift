internal import IndexKernels

/// Loops over the hashes of a text's words.
enum SignatureKernels {
    /// Replaces `shingles` by the hashes of so many words that follow one another each.
    static func hashShingles(of words: [UInt64], length: Int, into shingles: inout [UInt32]) {
        let count = max(0, words.count - length + 1)
        if shingles.count > count { shingles.removeSubrange(count...) }
        shingles.append(contentsOf: repeatElement(0, count: count - shingles.count))
        if count == 0 { return }
        // Safe: neither is empty, and there is room for as many shingles as there are.
        unsafe words.withUnsafeBufferPointer { words in
            unsafe shingles.withUnsafeMutableBufferPointer { shingles in
                unsafe dossier_hash_shingles(
                    words.baseAddress!, words.count, length, shingles.baseAddress!)
            }
        }
    }

    /// The least different values, ascending.
    static func leastValues(of values: [UInt32], count: Int) -> [UInt32] {
        if values.isEmpty || count == 0 { return [] }
        // Safe: neither is empty, and the kernel writes at most `count` values.
        return unsafe [UInt32](unsafeUninitializedCapacity: count) { least, found in
            unsafe values.withUnsafeBufferPointer { values in
                found = unsafe dossier_least_values(
                    values.baseAddress!, values.count, least.baseAddress!, count)
            }
        }
    }

    /// A hash of words in their order, never 0.
    static func hash(of words: [UInt64]) -> UInt64 {
        if words.isEmpty { return 1 }
        // Safe: there are as many words.
        return unsafe words.withUnsafeBufferPointer { unsafe dossier_hash_text($0.baseAddress!, $0.count) }
    }
}
