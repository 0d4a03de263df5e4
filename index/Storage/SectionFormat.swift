/// The shape of every index file. Numbers are little-endian.
///
/// ```
/// 0          "DOSSIER\0" | version u32 | kind u32 | zeros to 64
/// 64         section, zeros to the next multiple of 64, section, …
/// dataEnd    section count u32 | (tag u32, offset u64, length u64) per section
///            data end u64 | XXH3-64 of each 64 KiB chunk of the bytes before data end
///            XXH3-64 of the footer up to here | footer length u64, all of it | "DOSSIER\0"
/// ```
enum SectionFormat {
    static let magic: [UInt8] = [0x44, 0x4F, 0x53, 0x53, 0x49, 0x45, 0x52, 0]
    static let headerByteCount = 64
    static let alignment = 64
    static let chunkByteCount = 65536
    static let entryByteCount = 20
    /// Hash, length and magic at the end.
    static let trailerByteCount = 24

    static func chunkCount(dataEnd: Int) -> Int {
        dataEnd / chunkByteCount + (dataEnd % chunkByteCount == 0 ? 0 : 1)
    }
}

/// Where a section lies in its file.
struct SectionEntry {
    let tag: UInt32
    let range: Range<Int>
}

extension [UInt8] {
    /// Adds the number's bytes, lowest first.
    mutating func appendLittleEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
        var rest = value
        for _ in 0..<(type(of: value).bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }
}
