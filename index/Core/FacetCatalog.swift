package import IndexStorage

/// The values a facet's plugin can give: ids, labels and the names a user may ask by. They are kept as they are written,
/// and read when asked for: most searches want few of thousands.
///
/// ```
/// section 1   valueCount | for each value: id text | label text | aliasCount | alias text…
///                          | memberCount | member…
/// member      facet text | id text | from u32 | to u32      days since 1970-01-01, both included
/// ```
/// Values ascend by the bytes of their ids, which are UTF-8.
package struct FacetCatalog: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package var id: String
        package var label: String
        package var aliases: [String]
        package var members: [Member]

        package init(id: String, label: String, aliases: [String], members: [Member] = []) {
            self.id = id
            self.label = label
            self.aliases = aliases
            self.members = members
        }
    }

    /// A value that belongs to another, on some days.
    package struct Member: Sendable, Equatable {
        package var facet: String
        package var id: String
        /// Since 1970-01-01.
        package var days: ClosedRange<Int32>

        package init(facet: String, id: String, days: ClosedRange<Int32>) {
            self.facet = facet
            self.id = id
            self.days = days
        }
    }

    /// The section, in a file or in memory.
    private let bytes: MappedBytes
    /// Where each value begins.
    private let starts: [Int]

    package init(_ values: [Value]) {
        var (bytes, starts) = ([UInt8](), [Int]())
        bytes.appendInteger(values.count)
        for value in values.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
            starts.append(bytes.count)
            bytes.append(value)
        }
        self.bytes = MappedFile(path: "catalog", bytes: bytes).allBytes
        self.starts = starts
    }

    /// - Returns: the file's name.
    package func write(to store: CommitStore) throws(StorageError) -> String {
        try IndexFile.catalog.write(to: store) { file throws(StorageError) in
            try file.addSection(1, bytes.array())
        }
    }

    /// - Complexity: O(bytes); no value is read.
    package init(_ name: String, in fileSystem: any FileSystem) throws(StorageError) {
        let file = try IndexFile.catalog.open(name, in: fileSystem)
        let bytes = try file.section(1).bytes()
        var reader = CatalogReader(bytes)
        guard let starts = reader.starts() else {
            throw .corrupt(file: bytes.path, reason: "a value at byte \(reader.offset) is damaged")
        }
        self.starts = starts
        self.bytes = bytes
        try file.file.checkUndamaged()
    }

    /// That of a facet of a commit; empty for one whose values documents state themselves.
    package init(
        of facet: CommitRecord.Facet, in fileSystem: any FileSystem
    ) throws(StorageError) {
        if facet.isStated { self.init([]) } else { try self.init(facet.catalog, in: fileSystem) }
    }

    package var isEmpty: Bool { starts.isEmpty }

    /// Ascending by the bytes of the id.
    ///
    /// - Complexity: reads all of them.
    package var values: [Value] { starts.indices.compactMap(value) }

    /// Nil for an unknown value.
    package func label(of id: String) -> String? {
        index(of: id).flatMap { index in
            read(index) { reader in reader.passText().flatMap { _ in reader.text() } }
        }
    }

    package func contains(_ id: String) -> Bool { index(of: id) != nil }

    package func value(with id: String) -> Value? { index(of: id).flatMap(value) }

    private func value(_ index: Int) -> Value? { read(index) { $0.value() } }

    private func index(of id: String) -> Int? {
        let id = Array(id.utf8)
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            // Bytes, not characters: `String` holds some ids equal that sort apart.
            let order = read(middle) { reader in reader.passText().map { reader.compare($0, id) } }
            guard let order else { return nil }
            if order == 0 { return middle }
            if order < 0 {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return nil
    }

    /// Reads from where a value begins; nil only where a page of the file is lost, which it tells when asked.
    private func read<Part>(_ index: Int, _ part: (inout CatalogReader) -> Part?) -> Part? {
        var reader = CatalogReader(bytes, from: starts[index])
        return part(&reader)
    }

    /// - Throws: `StorageError.corrupt` once a page could not be read.
    package func checkUndamaged() throws(StorageError) { try bytes.checkUndamaged() }

    package static func == (left: FacetCatalog, right: FacetCatalog) -> Bool {
        left.bytes.array() == right.bytes.array()
    }
}

/// Reads a catalog's section; every function gives nil for what is cut short or cannot be.
private struct CatalogReader {
    private let bytes: MappedBytes
    private(set) var offset: Int

    init(_ bytes: MappedBytes, from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Where each value begins; nil also where ids are no text or do not ascend.
    mutating func starts() -> [Int]? {
        guard let count = count() else { return nil }
        var (starts, last) = ([Int](), 0..<0)
        for _ in 0..<count {
            starts.append(offset)
            guard let id = passText(), isText(id),
                !precedes(id, last), passText() != nil, passAliases(), passMembers()
            else { return nil }
            last = id
        }
        return offset == bytes.count ? starts : nil
    }

    private func isText(_ range: Range<Int>) -> Bool {
        bytes.withSpan { (try? UTF8Span(validating: $0.extracting(range))) != nil }
    }

    private mutating func passAliases() -> Bool {
        guard let count = count() else { return false }
        for _ in 0..<count where passText() == nil { return false }
        return true
    }

    private mutating func passMembers() -> Bool {
        guard let count = count() else { return false }
        for _ in 0..<count {
            guard passText() != nil, passText() != nil, days() != nil else { return false }
        }
        return true
    }

    mutating func value() -> FacetCatalog.Value? {
        guard let id = text(), let label = text(), let aliasCount = count() else { return nil }
        var value = FacetCatalog.Value(id: id, label: label, aliases: [])
        for _ in 0..<aliasCount {
            guard let alias = text() else { return nil }
            value.aliases.append(alias)
        }
        guard let memberCount = count() else { return nil }
        for _ in 0..<memberCount {
            guard let facet = text(), let id = text(), let days = days() else { return nil }
            value.members.append(.init(facet: facet, id: id, days: days))
        }
        return value
    }

    mutating func text() -> String? {
        passText().map { String(decoding: bytes.slice($0).array(), as: UTF8.self) }
    }

    /// Where the bytes of a text lie.
    mutating func passText() -> Range<Int>? { count().flatMap { pass($0) } }

    private mutating func pass(_ size: Int) -> Range<Int>? {
        guard size <= bytes.count - offset else { return nil }
        defer { offset += size }
        return offset..<(offset + size)
    }

    /// A number of things, or a size.
    private mutating func count() -> Int? {
        // Mostly a single byte.
        if offset < bytes.count, bytes[offset] < 0x80 {
            offset += 1
            return Int(bytes[offset - 1])
        }
        return bytes.withSpan { VariableInteger.read($0, at: &offset) }.flatMap {
            $0 < 1 << 48 ? Int($0) : nil
        }
    }

    private mutating func days() -> ClosedRange<Int32>? {
        guard let range = pass(8) else { return nil }
        func day(at start: Int) -> Int32 {
            Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
        let (first, last) = (day(at: range.lowerBound), day(at: range.lowerBound + 4))
        return first <= last ? first...last : nil
    }

    /// Negative, 0 or positive as the bytes of a range sort before, with or after others.
    func compare(_ range: Range<Int>, _ other: [UInt8]) -> Int {
        for (index, byte) in zip(range, other) where bytes[index] != byte {
            return bytes[index] < byte ? -1 : 1
        }
        return range.count - other.count
    }

    private func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        for (index, place) in zip(one, other) where bytes[index] != bytes[place] {
            return bytes[index] < bytes[place]
        }
        return one.count < other.count
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: FacetCatalog.Value) {
        appendText(value.id)
        appendText(value.label)
        appendInteger(value.aliases.count)
        for alias in value.aliases { appendText(alias) }
        appendInteger(value.members.count)
        for member in value.members {
            appendText(member.facet)
            appendText(member.id)
            appendFixed32(UInt32(bitPattern: member.days.lowerBound))
            appendFixed32(UInt32(bitPattern: member.days.upperBound))
        }
    }
}
