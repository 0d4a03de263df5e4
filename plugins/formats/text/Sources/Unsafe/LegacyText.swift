import TextLibraries

/// Text in other encodings than UTF-8, through ICU's converters and uchardet's guess.
enum LegacyText {
    private static let chunkSizeBytes = 1 << 16

    /// The bytes as UTF-8, with U+FFFD for what has no meaning; nil when ICU has no such converter.
    ///
    /// - Parameter encoding: a name that ICU knows, such as `windows-1251`.
    /// - Complexity: O(*n*); at most three bytes for one.
    static func utf8(_ bytes: ArraySlice<UInt8>, encoding: String) -> [UInt8]? {
        // Safe: the name is a C string for the duration of the call.
        guard let decoder = unsafe text_decoder_new(encoding) else { return nil }
        // Safe: made above, freed once.
        defer { unsafe text_decoder_free(decoder) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        // Safe: the buffer is read inside the closure only, between its bounds.
        let status = unsafe bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return Int32(text_done) }
            var (position, status) = (0, Int32(text_target_full))
            while status == text_target_full {
                var consumed = 0
                // Safe: `produced` is at most the capacity, and that many bytes are written.
                text += unsafe [UInt8](unsafeUninitializedCapacity: chunkSizeBytes) { target, produced in
                    guard let start = target.baseAddress else { return }
                    status = unsafe text_decoder_convert(
                        decoder, base + position, source.count - position, &consumed, start, target.count,
                        &produced)
                }
                position += consumed
            }
            return status
        }
        return status == text_done ? text : nil
    }

    /// The name uchardet gives the encoding of a sample; empty when it has none.
    static func detect(_ sample: ArraySlice<UInt8>) -> String {
        // Safe: the C function reads `count` bytes and writes at most the capacity.
        let name = unsafe [UInt8](unsafeUninitializedCapacity: 64) { target, count in
            unsafe sample.withUnsafeBufferPointer { source in
                guard let base = source.baseAddress, let start = target.baseAddress else { return }
                count = unsafe text_detect(base, source.count, start, target.count)
            }
        }
        return String(decoding: name, as: UTF8.self)
    }
}
