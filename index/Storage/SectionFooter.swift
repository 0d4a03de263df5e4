/// The footer of a section file, read from bytes nobody has vouched for.
struct SectionFooter {
    let sections: [SectionEntry]
    let dataEnd: Int
    /// Eight bytes a chunk.
    let chunkHashes: MappedBytes

    init(of file: MappedFile) throws(StorageError) {
        let footer = try Self.verifiedFooter(of: file)
        let dataEnd = file.byteCount - footer.count
        let bodyEnd = footer.count - SectionFormat.trailerByteCount
        // Both products stay far below overflow: the count has 32 bits, and dataEnd is a real size.
        let tableEnd = 4 + Int(footer.loadUInt32(at: 0)) * SectionFormat.entryByteCount
        let hashesByteCount = SectionFormat.chunkCount(dataEnd: dataEnd) * 8
        guard tableEnd + 8 + hashesByteCount == bodyEnd, footer.loadUInt64(at: tableEnd) == UInt64(dataEnd)
        else { throw .corrupt(file: file.path, reason: "its footer does not fit its size") }
        self.dataEnd = dataEnd
        chunkHashes = footer.slice(tableEnd + 8..<bodyEnd)
        sections = try Self.sections(footer.slice(4..<tableEnd), dataEnd: dataEnd, file: file)
    }

    /// Finds the footer by the end of the file and checks its hash.
    private static func verifiedFooter(of file: MappedFile) throws(StorageError) -> MappedBytes {
        let least = SectionFormat.headerByteCount + 12 + 8 + SectionFormat.trailerByteCount
        guard file.byteCount >= least else {
            throw .truncated(file: file.path, expected: least, actual: file.byteCount)
        }
        let whole = file.allBytes
        let size = whole.count
        guard whole.slice(size - 8..<size).array() == SectionFormat.magic else {
            throw .corrupt(file: file.path, reason: "it does not end as an index file; it may be cut short")
        }
        let stated = whole.loadUInt64(at: size - 16)
        guard stated >= UInt64(least - SectionFormat.headerByteCount),
            stated <= UInt64(size - SectionFormat.headerByteCount)
        else { throw .corrupt(file: file.path, reason: "its footer cannot have \(stated) bytes") }
        let footer = whole.slice(size - Int(stated)..<size)
        let bodyEnd = footer.count - SectionFormat.trailerByteCount
        guard Checksum.xxh3(footer.slice(0..<bodyEnd)) == footer.loadUInt64(at: bodyEnd) else {
            throw .corrupt(file: file.path, reason: "the checksum of its footer does not match")
        }
        return footer
    }

    private static func sections(
        _ table: MappedBytes, dataEnd: Int, file: MappedFile
    ) throws(StorageError) -> [SectionEntry] {
        var sections: [SectionEntry] = []
        for position in stride(from: 0, to: table.count, by: SectionFormat.entryByteCount) {
            let offset = table.loadUInt64(at: position + 4)
            let (end, overflow) = offset.addingReportingOverflow(table.loadUInt64(at: position + 12))
            guard !overflow, end <= UInt64(dataEnd), offset % UInt64(SectionFormat.alignment) == 0 else {
                throw .corrupt(file: file.path, reason: "a section lies outside the file")
            }
            sections.append(SectionEntry(tag: table.loadUInt32(at: position), range: Int(offset)..<Int(end)))
        }
        return sections
    }
}
