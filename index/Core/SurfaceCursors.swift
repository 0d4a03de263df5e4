internal import IndexStorage

/// Walks the surface forms of several fields side by side; one that has come to its end is left out.
struct SurfaceCursors {
    private struct Place {
        var input: Int
        var cursor: TermTable.Cursor
        /// The term's first eight bytes, the first the highest: what decides most comparisons.
        var prefix: UInt64 = 0
    }

    private var places: [Place] = []

    init(_ readers: [FieldReader]) throws(StorageError) {
        for (input, reader) in readers.enumerated() {
            places.append(Place(input: input, cursor: try reader.terms().cursor()))
            _ = try advance(places.count - 1)
        }
    }

    private func term(of place: Int) -> [UInt8] { places[place].cursor.term }

    /// Goes to the next form.
    ///
    /// - Parameters:
    ///   - term: becomes the form.
    ///   - lists: becomes the entry of each field that has it, in order, with the field's index.
    /// - Returns: false after the last.
    mutating func next(
        _ term: inout [UInt8], _ lists: inout [(input: Int, entry: TermEntry)]
    ) throws(StorageError) -> Bool {
        guard let first = least() else { return false }
        term.removeAll(keepingCapacity: true)
        lists.removeAll(keepingCapacity: true)
        term += self.term(of: first)
        // The others come after the first, in the order of the fields.
        var place = first
        let prefix = places[first].prefix
        while place < places.count {
            guard places[place].prefix == prefix, self.term(of: place) == term else {
                place += 1
                continue
            }
            lists.append((places[place].input, places[place].cursor.entry))
            if try advance(place) { place += 1 }
        }
        return true
    }

    /// The first place with the least term.
    private func least() -> Int? {
        guard var least = places.indices.first else { return nil }
        for place in places.indices.dropFirst() {
            let (prefix, known) = (places[place].prefix, places[least].prefix)
            if prefix > known { continue }
            // The eight bytes are alike: what follows them decides.
            if prefix < known || ByteOrder.compare(term(of: place), term(of: least), from: 8) < 0 {
                least = place
            }
        }
        return least
    }

    /// Goes to the next form of one field.
    ///
    /// - Returns: false where there is none; the places after it have then moved down.
    private mutating func advance(_ place: Int) throws(StorageError) -> Bool {
        guard try places[place].cursor.nextSurface() else {
            places.remove(at: place)
            return false
        }
        places[place].prefix = ByteOrder.key(of: places[place].cursor.term)
        return true
    }
}
