package import IndexStorage

/// The terms of several dictionaries, unpacked in memory and merged: ascending byte for byte, each known by its rank.
package struct MergedTerms: Sendable {
    /// Of one term after another, dictionary by dictionary.
    var bytes: [UInt8] = []
    /// Where each ends.
    var ends: [Int] = []
    /// Of each the first eight bytes, as `ByteOrder.key` has them.
    var keys: [UInt64] = []
    /// Of each the documents of its segment that it is in, deleted ones included.
    var documentFrequencies: [UInt32] = []
    /// Where the terms of each dictionary begin, and where the last end.
    var starts = [0]
    /// For each rank one of the terms that are alike.
    var merged: [Int] = []
    /// Of each term.
    var ranks: [Int] = []

    /// - Throws: `StorageError.corrupt` for a damaged dictionary.
    /// - Complexity: O(bytes of the terms + terms × dictionaries), some 30 ns a term of a handful of dictionaries.
    package init(_ dictionaries: [TermTable]) throws(StorageError) {
        try unpack(dictionaries)
        merge()
    }

    /// - Parameter terms: ascending.
    package init(_ terms: [[UInt8]]) {
        for term in terms {
            bytes += term
            ends.append(bytes.count)
        }
        merged = Array(terms.indices)
    }

    package var count: Int { merged.count }

    package subscript(rank: Int) -> ArraySlice<UInt8> {
        let term = merged[rank]
        return bytes[(term == 0 ? 0 : ends[term - 1])..<ends[term]]
    }

    /// Of the terms of a dictionary, by their ordinals, the ranks, and in how many documents each is.
    package func ranks(ofDictionary index: Int) -> (ranks: [Int], documentFrequencies: [UInt32]) {
        let range = starts[index]..<starts[index + 1]
        return (Array(ranks[range]), Array(documentFrequencies[range]))
    }
}
