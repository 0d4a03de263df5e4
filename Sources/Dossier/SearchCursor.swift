internal import IndexCore
internal import IndexSearch
internal import PluginAPI

/// Where a page of hits ends, as a short word: `5f3a9c21-10-1b2e-41a80000`, each part a hexadecimal number.
///
/// It holds the last hit alone: by what that is sorted is read again from the index. So it is of one commit, and of one
/// request.
struct SearchCursor: Equatable {
    static let unreadable = DossierError(
        .badRequest,
        "This is no place in these hits: the index or the request has changed since it was printed. Begin again with the "
            + "first page.")

    let fingerprint: UInt32
    /// How many hits come before what follows.
    let position: Int
    /// Number of the last of them among all documents of the commit.
    let document: UInt32
    let score: Float

    init(fingerprint: UInt32, position: Int, document: UInt32, score: Float) {
        self.fingerprint = fingerprint
        self.position = position
        self.document = document
        self.score = score
    }

    /// - Parameter fingerprint: of the request and the index.
    init(_ text: String, fingerprint: UInt32) throws(DossierError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0, radix: 16) }
        guard parts.count == 4, let found = parts[0], let position = parts[1], let document = parts[2],
            let score = parts[3], found == fingerprint, position < 1 << 48,
            let document = UInt32(exactly: document), let score = UInt32(exactly: score)
        else { throw Self.unreadable }
        self.init(
            fingerprint: fingerprint, position: Int(position), document: document,
            score: Float(bitPattern: score))
        if score != 0, !self.score.isFinite { throw Self.unreadable }
    }

    var text: String {
        [fingerprint, UInt32(clamping: position), document, score.bitPattern]
            .map { String($0, radix: 16) }.joined(separator: "-")
    }
}

extension Snapshot {
    /// Of all that decides which documents have which numbers, and which values.
    func fingerprint(overlay: String?) -> UInt64 {
        var hash = StableHash()
        hash.append(text: overlay ?? "")
        hash.append(number: commitNumber)
        for part in parts {
            hash.append(text: part.segment.name)
            hash.append(number: UInt64(part.segment.documentCount))
            hash.append(number: UInt64(part.deletes?.count ?? 0))
        }
        return hash.value
    }
}

extension SearchRequest {
    /// Of an index, and of all that decides which hits there are and in what order.
    ///
    /// - Parameters:
    ///   - words: what the text stands for, saved queries among it.
    ///   - identifier: of a document that is no hit.
    func fingerprint(ofIndex index: UInt64, asking words: Query, except identifier: String?) -> UInt32 {
        var hash = StableHash()
        hash.append(number: index)
        hash.append(text: words.description)
        hash.append(text: identifier ?? "")
        if let language { hash.append(text: language) }
        for filter in filters {
            hash.append(text: filter.facet)
            hash.append(number: filter.isExcluded ? 1 : 0)
            for value in filter.values { hash.append(text: value) }
        }
        for day in [from, to] {
            hash.append(number: UInt64(bitPattern: Int64(day?.daysSinceEpoch ?? noDate)))
        }
        hash.append(number: requiresAllWords ? 1 : 0)
        if sort != .relevance { hash.append(text: "\(sort)") }
        for number in [k1, b] { hash.append(number: number.bitPattern) }
        hash.append(number: weighsBursts ? 1 : 0)
        if proximityWeight != 0 { hash.append(number: proximityWeight.bitPattern) }
        for (field, weight) in fieldWeights.sorted(by: { $0.key < $1.key }) {
            hash.append(text: field)
            hash.append(number: weight.bitPattern)
        }
        if let recency {
            hash.append(number: UInt64(bitPattern: Int64(recency.day.daysSinceEpoch)))
            for number in [recency.halfLifeDays, recency.weight] { hash.append(number: number.bitPattern) }
        }
        for preference in preferences {
            hash.append(text: preference.query)
            hash.append(number: preference.weight.bitPattern)
        }
        return UInt32(truncatingIfNeeded: hash.value ^ hash.value >> 32)
    }
}

extension StableHash {
    fileprivate mutating func append(text: String) {
        append(text.utf8)
        // In no text.
        append(0xFF)
    }

    fileprivate mutating func append(number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}
