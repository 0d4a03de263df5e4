internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Which inputs an index holds, as they were when they were read: beside the commit, since times are not content.
///
/// ```
/// section 1   size of what section 2 expands to, u64
/// section 2   one zstd frame:  formats text | knowledge | rootCount | root…
/// section 3   hash u48 × the entries of all roots
/// knowledge   groupCount | (group text | documentCount | markCount | mark u64 × markCount)…,
///             groups and marks ascending
/// root        name text | path text | inputs | containers
/// inputs      count | identifier × count | size × count | time × count;   containers likewise, which have no hashes
/// identifier  what `FrontCoding` draws; entries ascend by it, the first shares nothing
/// time        zigzag LEB128 of nanoseconds, less those of the entry before           all other numbers LEB128
/// ```
struct SyncState: Sendable, Equatable {
    /// An input by size, time and content.
    struct Entry: Sendable, Equatable {
        var byteCount: Int
        var modifiedNanoseconds: Int64
        /// The low 48 bits of the XXH3-64 of everything the format plugin was given.
        var contentHash: UInt64
    }

    /// The inputs of one source.
    struct Root: Sendable, Equatable {
        var name: String
        var path: String
        /// By document identifier.
        var entries: [String: Entry] = [:]
        /// Files whose members are among the entries, all of them, by identifier; their hashes are 0.
        var containers: [String: Entry] = [:]
    }

    /// Names and versions of the format plugins that read the inputs.
    var formats = ""
    /// What they know of the inputs as a whole.
    var knowledge = FormatKnowledge()
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
        var (bytes, hashes) = ([UInt8](), [UInt8]())
        bytes.appendText(formats)
        knowledge.append(to: &bytes)
        bytes.appendInteger(roots.count)
        for root in roots {
            bytes.appendText(root.name)
            bytes.appendText(root.path)
            Self.append(root.entries, to: &bytes, hashes: &hashes)
            var none: [UInt8] = []
            Self.append(root.containers, to: &bytes, hashes: &none)
        }
        var size: [UInt8] = []
        size.appendFixed64(UInt64(bytes.count))
        let frame = Zstandard().compress(bytes)
        return try IndexFile.syncState.write(to: store) { file throws(StorageError) in
            try file.addSection(1, size)
            try file.addSection(2, frame)
            try file.addSection(3, hashes)
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
        var reader = ByteReader(bytes, file: file.file.path)
        var hashes = ByteReader(try file.section(3).bytes().array(), file: file.file.path)
        try file.file.checkUndamaged()
        formats = try reader.text()
        knowledge = try FormatKnowledge(from: &reader)
        for _ in 0..<(try reader.count()) {
            var root = Root(name: try reader.text(), path: try reader.text())
            root.entries = try Self.entries(from: &reader) { () throws(StorageError) in
                try hashes.bytes(Self.hashByteCount).reversed().reduce(0) { $0 << 8 | UInt64($1) }
            }
            root.containers = try Self.entries(from: &reader) { 0 }
            roots.append(root)
        }
        try reader.finish()
        try hashes.finish()
    }
}

extension SyncState {
    private static let hashByteCount = 6

    /// Appends inputs, value by value: alike ones side by side are smaller.
    private static func append(
        _ entries: [String: Entry], to bytes: inout [UInt8], hashes: inout [UInt8]
    ) {
        let (identifiers, known) = (entries.keys.map { Array($0.utf8) }, Array(entries.values))
        let order = ByteOrder.sortedIndices(identifiers)
        bytes.appendInteger(entries.count)
        var previous: [UInt8] = []
        for index in order {
            bytes.appendFrontCoded(identifiers[index], after: previous)
            previous = identifiers[index]
        }
        for index in order { bytes.appendInteger(known[index].byteCount) }
        var time: Int64 = 0
        for index in order {
            let more = known[index].modifiedNanoseconds &- time
            VariableInteger.append(UInt64(bitPattern: more << 1 ^ more >> 63), to: &bytes)
            time = known[index].modifiedNanoseconds
        }
        for index in order {
            let hash = known[index].contentHash
            for byte in 0..<hashByteCount { hashes.append(UInt8(truncatingIfNeeded: hash >> (8 * byte))) }
        }
    }

    private static func entries(
        from reader: inout ByteReader, hash: () throws(StorageError) -> UInt64
    ) throws(StorageError) -> [String: Entry] {
        var (identifiers, sizes) = ([String](), [Int]())
        var (identifier, time) = ([UInt8](), Int64(0))
        for _ in 0..<(try reader.count()) {
            try reader.frontCoded(after: &identifier)
            identifiers.append(String(decoding: identifier, as: UTF8.self))
        }
        for _ in identifiers { sizes.append(try reader.count()) }
        var entries: [String: Entry] = [:]
        for index in identifiers.indices {
            let more = try reader.integer()
            time &+= Int64(bitPattern: more >> 1) ^ -Int64(more & 1)
            entries[identifiers[index]] = Entry(
                byteCount: sizes[index], modifiedNanoseconds: time, contentHash: try hash())
        }
        return entries
    }
}
