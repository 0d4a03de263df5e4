package import IndexStorage

/// The deleted documents of one instance of a segment.
///
/// ```
/// section 1   core name text | documentCount | deletedCount
/// section 2   u64 × ⌈documentCount / 64⌉; bit d mod 64 of word d / 64 is set when document d is deleted
/// ```
package struct DeleteSet: Sendable, Equatable {
    package let coreName: String
    package let documentCount: Int
    /// Bit `d % 64` of `words[d / 64]` says whether document `d` is deleted.
    package private(set) var words: [UInt64]
    package private(set) var count = 0

    package init(coreName: String, documentCount: Int) {
        self.coreName = coreName
        self.documentCount = documentCount
        words = [UInt64](repeating: 0, count: (documentCount + 63) / 64)
    }

    package func contains(_ document: UInt32) -> Bool {
        words[Int(document) / 64] >> UInt64(document % 64) & 1 == 1
    }

    package mutating func insert(_ document: UInt32) {
        precondition(Int(document) < documentCount, "document \(document) of \(documentCount)")
        if contains(document) { return }
        words[Int(document) / 64] |= 1 << UInt64(document % 64)
        count += 1
    }

    /// - Returns: the file's name.
    package func write(to store: CommitStore) throws(StorageError) -> String {
        var (meta, bits) = ([UInt8](), [UInt8]())
        meta.appendText(coreName)
        meta.appendInteger(documentCount)
        meta.appendInteger(count)
        for word in words { bits.appendFixed64(word) }
        return try IndexFile.deletes.write(to: store) { file throws(StorageError) in
            try file.addSection(1, meta)
            try file.addSection(2, bits)
        }
    }

    /// Reads the deletes of a core.
    package init(_ name: String, of core: Segment, in fileSystem: any FileSystem) throws(StorageError) {
        let file = try IndexFile.deletes.open(name, in: fileSystem)
        var reader = ByteReader(try file.section(1).bytes().array(), file: file.file.path)
        let (owner, documentCount, stated) = (try reader.text(), try reader.count(), try reader.count())
        try reader.finish()
        let bits = try file.section(2).bytes()
        guard owner == core.name, documentCount == core.documentCount,
            bits.count == 8 * ((documentCount + 63) / 64)
        else { throw reader.damaged("it belongs to \(owner), not to \(core.name)") }
        self.init(coreName: owner, documentCount: documentCount)
        for index in words.indices { words[index] = bits.loadUInt64(at: 8 * index) }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
        let unused = UInt64(words.count * 64 - documentCount)
        guard count == stated, unused == 0 || (words.last ?? 0) >> (64 - unused) == 0 else {
            throw reader.damaged("\(count) deletes, not \(stated)")
        }
        try file.file.checkUndamaged()
    }
}
