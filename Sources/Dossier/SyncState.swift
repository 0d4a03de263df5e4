internal import IndexCore
internal import IndexStorage

/// Which inputs an index holds, as they were when they were read: beside the commit, since times are not content.
///
/// ```
/// section 1   size of what section 2 expands to, u64
/// section 2   one zstd frame:  formats text | rootCount | root…
/// root        name text | path text | entryCount | entry…
/// entry       identifier text | size | modified nanoseconds u64 | hash u64           numbers LEB128 but for u64
/// ```
struct SyncState: Sendable, Equatable {
    /// An input by size, time and content.
    struct Entry: Sendable, Equatable {
        var byteCount: Int
        var modifiedNanoseconds: Int64
        /// XXH3 of everything the format plugin was given.
        var contentHash: UInt64
    }

    /// The inputs of one source.
    struct Root: Sendable, Equatable {
        var name: String
        var path: String
        /// By document identifier.
        var entries: [String: Entry] = [:]
    }

    /// Names and versions of the format plugins that read the inputs.
    var formats = ""
    var roots: [Root] = []

    /// Whether some root other than that of a name holds an identifier.
    func isHeld(_ identifier: String, outside name: String) -> Bool {
        roots.contains { $0.name != name && $0.entries[identifier] != nil }
    }

    /// Makes room for inputs that may be noted, so that roots do not grow step by step.
    mutating func makeRoom(for inputs: [PlannedInput]) {
        var counts = roots.map(\.entries.count)
        for input in inputs where input.known == nil { counts[input.root] += 1 }
        for (root, count) in counts.enumerated() { roots[root].entries.reserveCapacity(count) }
    }

    /// - Returns: the file's name.
    func write(to store: CommitStore) throws(StorageError) -> String {
        var bytes: [UInt8] = []
        bytes.appendText(formats)
        bytes.appendInteger(roots.count)
        for root in roots {
            bytes.appendText(root.name)
            bytes.appendText(root.path)
            bytes.appendInteger(root.entries.count)
            let entries = root.entries.map { (identifier: Array($0.key.utf8), entry: $0.value) }
            for index in ByteOrder.sortedIndices(entries.map(\.identifier)) {
                let (identifier, entry) = entries[index]
                bytes.appendLengthAndBytes(identifier)
                bytes.appendInteger(entry.byteCount)
                bytes.appendFixed64(UInt64(bitPattern: entry.modifiedNanoseconds))
                bytes.appendFixed64(entry.contentHash)
            }
        }
        var size: [UInt8] = []
        size.appendFixed64(UInt64(bytes.count))
        let frame = Zstandard().compress(bytes)
        return try IndexFile.syncState.write(to: store) { file throws(StorageError) in
            try file.addSection(1, size)
            try file.addSection(2, frame)
        }
    }

    init() {}

    init(_ name: String, in fileSystem: any FileSystem) throws(StorageError) {
        let file = try IndexFile.syncState.open(name, in: fileSystem)
        let (size, frame) = (try file.section(1).bytes(), try file.section(2).bytes())
        // A zstd block of 128 KiB takes four bytes at least.
        guard size.count == 8, size.loadUInt64(at: 0) / 32768 <= UInt64(frame.count),
            let bytes = Zstandard().expand(frame, to: Int(size.loadUInt64(at: 0)))
        else { throw .corrupt(file: file.file.path, reason: "the list of inputs cannot be expanded") }
        try file.file.checkUndamaged()
        var reader = ByteReader(bytes, file: file.file.path)
        formats = try reader.text()
        for _ in 0..<(try reader.count()) {
            var root = Root(name: try reader.text(), path: try reader.text())
            for _ in 0..<(try reader.count()) {
                let identifier = try reader.text()
                root.entries[identifier] = Entry(
                    byteCount: try reader.count(),
                    modifiedNanoseconds: Int64(bitPattern: try reader.fixed64()),
                    contentHash: try reader.fixed64())
            }
            roots.append(root)
        }
        try reader.finish()
    }
}
