package import IndexStorage

/// The values a facet's plugin can give: ids, labels and the names a user may ask by.
///
/// ```
/// section 1   valueCount | for each value: id text | label text | aliasCount | alias text…
///                          | memberCount | member…
/// member      facet text | id text | from u32 | to u32      days since 1970-01-01, both included
/// ```
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

    /// Ascending by the bytes of the id.
    package let values: [Value]

    package init(_ values: [Value]) {
        let precedes = { (left: Value, right: Value) in left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
        // Those of a file ascend already.
        let ascends = zip(values, values.dropFirst()).allSatisfy(precedes)
        self.values = ascends ? values : values.sorted(by: precedes)
    }

    /// - Returns: the file's name.
    package func write(to store: CommitStore) throws(StorageError) -> String {
        var bytes: [UInt8] = []
        bytes.appendInteger(values.count)
        for value in values {
            bytes.appendText(value.id)
            bytes.appendText(value.label)
            bytes.appendInteger(value.aliases.count)
            for alias in value.aliases { bytes.appendText(alias) }
            bytes.appendInteger(value.members.count)
            for member in value.members {
                bytes.appendText(member.facet)
                bytes.appendText(member.id)
                bytes.appendFixed32(UInt32(bitPattern: member.days.lowerBound))
                bytes.appendFixed32(UInt32(bitPattern: member.days.upperBound))
            }
        }
        return try IndexFile.catalog.write(to: store) { file throws(StorageError) in
            try file.addSection(1, bytes)
        }
    }

    package init(_ name: String, in fileSystem: any FileSystem) throws(StorageError) {
        let file = try IndexFile.catalog.open(name, in: fileSystem)
        var reader = ByteReader(try file.section(1).bytes().array(), file: file.file.path)
        var values: [Value] = []
        for _ in 0..<(try reader.count()) {
            var value = Value(id: try reader.text(), label: try reader.text(), aliases: [])
            for _ in 0..<(try reader.count()) { value.aliases.append(try reader.text()) }
            for _ in 0..<(try reader.count()) { value.members.append(try Self.member(&reader)) }
            values.append(value)
        }
        try reader.finish()
        try file.file.checkUndamaged()
        self.init(values)
    }

    private static func member(_ reader: inout ByteReader) throws(StorageError) -> Member {
        let (facet, id) = (try reader.text(), try reader.text())
        let first = Int32(bitPattern: try reader.fixed32())
        let last = Int32(bitPattern: try reader.fixed32())
        guard first <= last else { throw reader.damaged("a member from day \(first) to \(last)") }
        return Member(facet: facet, id: id, days: first...last)
    }

    /// That of a facet of a commit; empty for one whose values documents state themselves.
    package init(
        of facet: CommitRecord.Facet, in fileSystem: any FileSystem
    ) throws(StorageError) {
        if facet.isStated { self.init([]) } else { try self.init(facet.catalog, in: fileSystem) }
    }

    /// The label of a value; the id itself for an unknown one.
    package func label(of id: String) -> String { value(with: id)?.label ?? id }

    package func value(with id: String) -> Value? {
        let key = Array(id.utf8)
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            // Bytes, not characters: `String` holds some ids equal that sort apart.
            let found = Array(values[middle].id.utf8)
            if found == key { return values[middle] }
            if found.lexicographicallyPrecedes(key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return nil
    }
}
