package import IndexStorage

/// Which texts of an index are copies of others, by their hashes: so it stays true however segments are joined and
/// documents ordered.
///
/// ```
/// section 1   for each link: hash u64 | hash u64 | share u8, in percent
/// section 2   hash u64 × sources
/// ```
/// The first hash is at most the second; they are equal where several documents have one text. Links ascend.
package struct CopyLinks: Sendable, Equatable {
    /// Two texts of which most of the shorter one is in the other.
    package struct Link: Sendable, Equatable, Comparable {
        package var first: UInt64
        package var second: UInt64
        /// How much of the shorter text is in the longer one, in percent.
        package var share: UInt8

        package init(_ one: UInt64, _ other: UInt64, share: UInt8) {
            (first, second, self.share) = (min(one, other), max(one, other), share)
        }

        package static func < (left: Link, right: Link) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    private static let linkByteCount = 17

    /// Ascending, each pair of texts once.
    package let links: [Link]
    /// Hashes of what copies were told of their source; ascending.
    package var sources: [UInt64] = []

    package init(_ links: [Link]) {
        self.links = links.sorted().reduce(into: []) { kept, link in
            if let last = kept.last, !(last < link) { return }
            kept.append(link)
        }
    }

    /// - Returns: the file's name.
    package func write(to store: CommitStore) throws(StorageError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(links.count * Self.linkByteCount)
        for link in links {
            bytes.appendFixed64(link.first)
            bytes.appendFixed64(link.second)
            bytes.append(link.share)
        }
        return try IndexFile.copies.write(to: store) { file throws(StorageError) in
            try file.addSection(1, bytes)
            try file.addSection(2, sources.reduce(into: []) { $0.appendFixed64($1) })
        }
    }

    package init(_ name: String, in fileSystem: any FileSystem) throws(StorageError) {
        try self.init(try fileSystem.openMapped(name))
    }

    package init(_ mapped: MappedFile) throws(StorageError) {
        let file = try IndexFile.copies.open(mapped)
        let bytes = try file.section(1).bytes()
        let damaged = StorageError.corrupt(file: file.file.path, reason: "the links of copies are damaged")
        guard bytes.count % Self.linkByteCount == 0 else { throw damaged }
        var links: [Link] = []
        for start in stride(from: 0, to: bytes.count, by: Self.linkByteCount) {
            let (first, second) = (bytes.loadUInt64(at: start), bytes.loadUInt64(at: start + 8))
            let link = Link(first, second, share: bytes[start + 16])
            guard first > 0, first <= second, link.share <= 100, links.last.map({ $0 < link }) ?? true else {
                throw damaged
            }
            links.append(link)
        }
        let hashes = try file.section(2).bytes()
        guard hashes.count % 8 == 0 else { throw damaged }
        for start in stride(from: 0, to: hashes.count, by: 8) { sources.append(hashes.loadUInt64(at: start)) }
        guard zip(sources, sources.dropFirst()).allSatisfy(<=) else { throw damaged }
        try file.file.checkUndamaged()
        self.links = links
    }

    /// Groups of texts that links join, directly or through others; each ascending, in the order of their first.
    package var groups: [[UInt64]] {
        var texts = links.flatMap { [$0.first, $0.second] }
        texts.sort()
        texts = texts.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
        var parents = Array(texts.indices)
        func place(_ text: UInt64) -> Int {
            var (low, high) = (0, texts.count)
            while low < high {
                let middle = (low + high) / 2
                if texts[middle] < text { low = middle + 1 } else { high = middle }
            }
            return low
        }
        func root(_ text: Int) -> Int {
            var text = text
            while parents[text] != text {
                parents[text] = parents[parents[text]]
                text = parents[text]
            }
            return text
        }
        for link in links {
            let (one, other) = (root(place(link.first)), root(place(link.second)))
            parents[max(one, other)] = min(one, other)
        }
        var members: [Int: [UInt64]] = [:]
        for text in texts.indices { members[root(text), default: []].append(texts[text]) }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }
}
