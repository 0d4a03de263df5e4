/// The documents that come first in an order, of many that are met in any.
struct FirstHits<Key: Comparable> {
    struct Place: Comparable {
        let key: Key
        /// Number among all documents of the commit; decides between equal keys.
        let document: UInt32

        static func < (one: Place, other: Place) -> Bool {
            one.key == other.key ? one.document < other.document : one.key < other.key
        }
    }

    private let capacity: Int
    private let after: Place?
    private var places: [Place] = []
    /// Once there are enough, the last of those that come first.
    private var last: Place?

    /// - Parameter after: leaves out this place and all before it.
    init(capacity: Int, after: Place?) {
        self.capacity = capacity
        self.after = after
    }

    /// - Complexity: O(log capacity), taken over many.
    mutating func insert(_ key: Key, _ document: UInt32) {
        let place = Place(key: key, document: document)
        if let last, last < place { return }
        if let after, place <= after { return }
        places.append(place)
        if places.count >= 2 * capacity + 64 { cut() }
    }

    private mutating func cut() {
        places.sort()
        guard places.count >= capacity else { return }
        places.removeLast(places.count - capacity)
        last = places.last
    }

    /// Their documents, in order.
    consuming func sorted() -> [UInt32] {
        cut()
        return places.map(\.document)
    }
}

/// A number by which documents are sorted; those without one come last.
struct NumberKey: Comparable {
    private let number: Int64

    init(_ number: Int64?, isDescending: Bool) {
        self.number = number.map { isDescending ? -$0 : $0 } ?? .max
    }

    static func < (one: NumberKey, other: NumberKey) -> Bool { one.number < other.number }
}

/// A folded text by which documents are sorted; those whose text is empty come last.
struct TextKey: Comparable {
    private let bytes: [UInt8]
    private let isDescending: Bool

    init(_ bytes: [UInt8], isDescending: Bool) {
        self.bytes = bytes
        self.isDescending = isDescending
    }

    static func < (one: TextKey, other: TextKey) -> Bool {
        if one.bytes.isEmpty || other.bytes.isEmpty { return !one.bytes.isEmpty }
        return one.isDescending
            ? other.bytes.lexicographicallyPrecedes(one.bytes)
            : one.bytes.lexicographicallyPrecedes(other.bytes)
    }

    static func == (one: TextKey, other: TextKey) -> Bool { one.bytes == other.bytes }
}
