internal import WordBreaks

/// Words of scripts written without spaces, by the dictionaries of ICU.
enum DictionaryWords {
    /// Words told apart at once; what follows is the last one.
    private static let room = 1024

    /// The byte offsets in a text at which words end, ascending.
    ///
    /// - Complexity: O(bytes), and some microseconds to begin.
    static func ends(in text: [UInt8]) -> [Int] {
        // Safe: the buffers live for the call; ICU is told their sizes.
        let ends = unsafe [UInt32](unsafeUninitializedCapacity: room) { ends, count in
            unsafe text.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress, let first = ends.baseAddress else { return }
                // Safe: as above.
                count = unsafe dossier_word_breaks(
                    start.assumingMemoryBound(to: CChar.self), bytes.count, first, room)
            }
        }
        return ends.map(Int.init).filter { $0 <= text.count }
    }
}
