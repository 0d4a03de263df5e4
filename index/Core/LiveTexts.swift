package import IndexStorage

/// The different texts of some segments, deleted documents left out.
package struct LiveTexts: Sendable {
    /// A segment with signatures.
    package struct Part: Sendable {
        package var segment: Segment
        package var deletes: DeleteSet?
        let column: SignatureColumn

        /// - Returns: nil for a segment without signatures.
        package init?(_ segment: Segment, deletes: DeleteSet?) throws(StorageError) {
            guard let column = try segment.signatures() else { return nil }
            (self.segment, self.deletes, self.column) = (segment, deletes, column)
        }

        /// Calls `visit` with every document that is there and has a text to compare, and the hash of that.
        package func forEachText(_ visit: (_ document: UInt32, _ hash: UInt64) -> Void) {
            for document in 0..<UInt32(segment.documentCount) where deletes?.contains(document) != true {
                let hash = column.hash(of: document)
                if hash != 0 { visit(document, hash) }
            }
        }
    }

    /// A document that has the text.
    package struct Place: Sendable {
        package var part: Int
        package var document: UInt32
    }

    package let parts: [Part]
    /// For each text the first document that has it.
    package private(set) var places: [Place] = []
    package private(set) var hashes: [UInt64] = []
    /// Whether a text was not compared with the others yet.
    package private(set) var isNew: [Bool] = []
    /// Texts that several documents have.
    package private(set) var repeated: [UInt64] = []
    private var table = HashTable()

    /// - Parameter isKnown: whether a text was compared with all others before; asked for those of `newParts`.
    package init(_ parts: [Part], newParts: Set<Int>, isKnown: (UInt64) -> Bool = { _ in false }) {
        self.parts = parts
        var isRepeated: [Bool] = []
        // Texts of old parts are known, whoever has them too.
        let order = parts.indices.filter { !newParts.contains($0) } + newParts.sorted()
        for part in order {
            let isNewPart = newParts.contains(part)
            parts[part].forEachText { document, hash in
                let number = table.number(of: hash)
                if number < places.count {
                    isRepeated[number] = true
                    return
                }
                places.append(Place(part: part, document: document))
                hashes.append(hash)
                isNew.append(isNewPart && !isKnown(hash))
                isRepeated.append(false)
            }
        }
        repeated = hashes.indices.filter { isRepeated[$0] }.map { hashes[$0] }
    }

    package var count: Int { places.count }

    /// Whether some document has a text.
    package func contains(_ hash: UInt64) -> Bool { table.contains(hash) }
}

/// Numbers hashes in the order in which they come.
struct HashTable: Sendable {
    private var slots = [UInt32](repeating: 0, count: 64)
    private var keys: [UInt64] = []

    func contains(_ key: UInt64) -> Bool { slots[slot(of: key)] != 0 }

    /// The number of a hash, given now if it has none.
    mutating func number(of key: UInt64) -> Int {
        let found = slot(of: key)
        if slots[found] != 0 { return Int(slots[found]) - 1 }
        keys.append(key)
        slots[found] = UInt32(keys.count)
        if 2 * keys.count > slots.count { grow() }
        return keys.count - 1
    }

    /// Where a hash stands, or would.
    private func slot(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key ^ key >> 32) & mask
        while slots[slot] != 0, keys[Int(slots[slot]) - 1] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 2 * slots.count)
        for (number, key) in keys.enumerated() { slots[slot(of: key)] = UInt32(number + 1) }
    }
}
