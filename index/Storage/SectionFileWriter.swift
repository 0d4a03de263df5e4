/// Writes one section file from start to end; the same calls give the same bytes.
///
/// Holds one chunk of 64 KiB in memory. Call `beginSection`, `append` any number of times, and at
/// last `finish`. Does not sync or close its sink.
public final class SectionFileWriter {
    private let sink: any ByteSink
    private let hasher = ContentHasher()
    private var chunk: [UInt8] = []
    private var chunkHashes: [UInt64] = []
    private var flushedByteCount = 0
    private var finished: [SectionEntry] = []
    private var open: (tag: UInt32, start: Int)?

    /// Bytes so far, without the footer.
    public var byteCount: Int { flushedByteCount + chunk.count }

    /// Writes the header.
    ///
    /// - Parameters:
    ///   - kind: what the file is; readers name the kind they expect.
    ///   - version: the version of that kind's format.
    public init(kind: UInt32, version: UInt32, into sink: any ByteSink) throws(StorageError) {
        self.sink = sink
        chunk.reserveCapacity(SectionFormat.chunkByteCount)
        var header = SectionFormat.magic
        header.appendLittleEndian(version)
        header.appendLittleEndian(kind)
        try write(header)
        try align()
    }

    /// Ends the section before and starts one at the next multiple of 64 bytes.
    ///
    /// - Parameter tag: its name, unique in the file.
    public func beginSection(_ tag: UInt32) throws(StorageError) {
        precondition(!finished.contains { $0.tag == tag } && open?.tag != tag, "second section \(tag)")
        endSection()
        try align()
        open = (tag, byteCount)
    }

    /// Adds bytes to the section begun last.
    public func append(_ bytes: [UInt8]) throws(StorageError) {
        precondition(open != nil, "bytes outside a section")
        try write(bytes)
    }

    /// Writes a whole section.
    public func addSection(_ tag: UInt32, _ bytes: [UInt8]) throws(StorageError) {
        try beginSection(tag)
        try append(bytes)
    }

    /// Writes the footer.
    ///
    /// - Returns: the hash of the whole file, and its size in bytes.
    public func finish() throws(StorageError) -> (hash: ContentHash, byteCount: Int) {
        endSection()
        try flush()
        let footer = makeFooter(dataEnd: flushedByteCount)
        hasher.update(footer)
        try sink.write(footer)
        return (hasher.finish(), flushedByteCount + footer.count)
    }

    private func makeFooter(dataEnd: Int) -> [UInt8] {
        var footer: [UInt8] = []
        footer.appendLittleEndian(UInt32(finished.count))
        for entry in finished {
            footer.appendLittleEndian(entry.tag)
            footer.appendLittleEndian(UInt64(entry.range.lowerBound))
            footer.appendLittleEndian(UInt64(entry.range.count))
        }
        footer.appendLittleEndian(UInt64(dataEnd))
        for hash in chunkHashes { footer.appendLittleEndian(hash) }
        footer.appendLittleEndian(Checksum.xxh3(footer))
        footer.appendLittleEndian(UInt64(footer.count + 16))
        footer += SectionFormat.magic
        return footer
    }

    private func endSection() {
        guard let section = open else { return }
        finished.append(SectionEntry(tag: section.tag, range: section.start..<byteCount))
        open = nil
    }

    private func align() throws(StorageError) {
        let excess = byteCount % SectionFormat.alignment
        if excess > 0 { try write([UInt8](repeating: 0, count: SectionFormat.alignment - excess)) }
    }

    private func write(_ bytes: [UInt8]) throws(StorageError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(SectionFormat.chunkByteCount - chunk.count)
            chunk += part
            rest = rest.dropFirst(part.count)
            if chunk.count == SectionFormat.chunkByteCount { try flush() }
        }
    }

    private func flush() throws(StorageError) {
        guard !chunk.isEmpty else { return }
        chunkHashes.append(Checksum.xxh3(chunk))
        hasher.update(chunk)
        try sink.write(chunk)
        flushedByteCount += chunk.count
        chunk.removeAll(keepingCapacity: true)
    }
}
